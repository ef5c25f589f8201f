/** What settings tell of memory: parameters as the networks have them, and refusals with what to do. */
import { beforeAll, describe, expect, it } from 'vitest';
import { parameterCount } from '../../../src/model/paramStore.ts';
import { resolutionsOf } from '../../../src/protocol/plan.ts';
import { configOf } from '../../../src/protocol/validate.ts';
import { largestLayer, networkBytes, parameterCounts, problemWithDevice } from '../../../src/training/memory.ts';
import { createTrainState, disposeTrainState } from '../../../src/training/trainState.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { tinyConfig } from '../../support/tinyRun.ts';

beforeAll(useCpuBackend);

const ROOMY = { maxBinding: 2 ** 31, maxBuffer: 2 ** 32 };

describe('the memory of a run', () => {
  it.each(['stylegan', 'stylegan2', 'msg'] as const)(
    'has the parameters of %s, counted without making them',
    (arch) => {
      const config = tinyConfig({ arch, conditional: true });
      const state = createTrainState(config, 2);
      expect(parameterCounts(config, 2)).toEqual({ G: parameterCount(state.G), D: parameterCount(state.D) });
      disposeTrainState(state);
    },
  );

  it('is nine times four bytes for a parameter of each network', () => {
    expect(networkBytes({ G: 1, D: 1 })).toBe(36);
  });

  it('has its largest layer where maps shrink slower than pixels grow', () => {
    const config = configOf({
      preset: 'tiny',
      arch: 'stylegan2',
      resolution: 64,
      channelBase: 1024,
      channelMax: 32,
      batch: 8,
    });
    expect(largestLayer(config, 64)).toEqual({ side: 64, bytes: 4 * 16 * 64 * 64 * 16 });
    expect(largestLayer({ ...config, accumulation: 2 }, 64).bytes).toBe(4 * 8 * 64 * 64 * 16);
    expect(largestLayer({ ...config, arch: 'stylegan' }, 64).bytes).toBe(4 * 16 * 64 * 64 * 32);
  });
});

describe('a GPU that cannot hold a buffer', () => {
  const config = configOf({
    preset: 'tiny',
    arch: 'stylegan2',
    resolution: 256,
    channelBase: 16384,
    channelMax: 512,
    batch: 32,
  });
  const refused = (limits: typeof ROOMY, changes = {}) => {
    const changed = { ...config, ...changes };
    return problemWithDevice(changed, 0, resolutionsOf(changed), limits);
  };

  it('is told by the layer that is too large, until the batch is computed in parts', () => {
    expect(refused(ROOMY)).toBeUndefined();
    const small = { maxBinding: 2 ** 28, maxBuffer: 2 ** 30 };
    expect(refused(small)).toMatch(/At 256 × 256 a layer takes 1,074 MB.*at most 269 MB.*Parts of a batch/);
    expect(refused(small, { accumulation: 4 })).toBeUndefined();
  });

  it('is told by a network that is too large, whatever the batch', () => {
    expect(refused({ maxBinding: 2 ** 26, maxBuffer: 2 ** 26 }, { batch: 4 })).toMatch(
      /network of these settings.*channelMax/,
    );
  });

  it('is asked at every resolution that a growing run reaches', () => {
    const grows = { arch: 'stylegan', startResolution: 8, batch: { 8: 64, 64: 1 } } as const;
    expect(refused({ maxBinding: 2 ** 27, maxBuffer: 2 ** 27 }, grows)).toMatch(/At 32 × 32/);
  });
});
