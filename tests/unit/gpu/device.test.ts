import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../src/gpu/device.ts';

const NAMELESS = { vendor: '', architecture: '', device: '', description: '', isFallbackAdapter: false };

function deviceWith(...features: string[]): Pick<GPUDevice, 'limits' | 'features'> {
  const limits = { maxStorageBufferBindingSize: 1024 } as GPUSupportedLimits;
  return { limits, features: new Set(features) as GPUSupportedFeatures };
}

describe('what the adapter is called', () => {
  it('uses the description, else vendor and architecture', () => {
    const apple = { ...NAMELESS, vendor: 'apple', architecture: 'metal-3' };
    expect(factsOf(apple, deviceWith('subgroups', 'shader-f16'))).toEqual({
      description: 'apple metal-3',
      software: false,
      maxBinding: 1024,
      features: ['shader-f16', 'subgroups'],
    });
    expect(factsOf({ ...apple, description: 'Apple M3' }, deviceWith()).description).toBe('Apple M3');
  });

  it('names software adapters as such, however they give themselves away', () => {
    const swiftshader = { ...NAMELESS, vendor: 'google', architecture: 'swiftshader' };
    expect(factsOf(swiftshader, deviceWith())).toMatchObject({
      description: 'google swiftshader (software)',
      software: true,
    });
    expect(factsOf({ ...NAMELESS, description: 'llvmpipe (LLVM 15)' }, deviceWith()).software).toBe(true);
    expect(factsOf({ ...NAMELESS, isFallbackAdapter: true }, deviceWith()).software).toBe(true);
  });

  it('says what it can of an adapter that tells nothing', () => {
    expect(factsOf(NAMELESS, deviceWith()).description).toBe('unnamed adapter (compatibility mode)');
    expect(factsOf(NAMELESS, deviceWith('core-features-and-limits')).description).toBe('unnamed adapter');
  });
});
