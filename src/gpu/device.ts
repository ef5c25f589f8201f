/**
 * Asks the browser for a GPU of our own: its limits, features and loss are then ours to handle, not tfjs's. It refuses to
 * register anything (backend.ts does) and to fall back to the CPU: without WebGPU it says so.
 */
import type { AdapterFacts } from '../protocol/events.ts';
import { FailureError } from '../protocol/failure.ts';

export interface OwnedDevice {
  readonly device: GPUDevice;
  readonly info: GPUAdapterInfo;
  readonly facts: AdapterFacts;
}

/** Taken at the most that the adapter offers. */
const RAISED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupsPerDimension',
] as const;

/** Taken where offered: for timing, and for kernel variants to come. */
const USEFUL_FEATURES: readonly GPUFeatureName[] = ['timestamp-query', 'shader-f16', 'subgroups'];

/** Names by which CPU implementations give themselves away. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i;

/** A fresh device; each call asks for a new adapter, because an adapter serves one device. Throws `no-webgpu`. */
export async function requestDevice(): Promise<OwnedDevice> {
  const adapter = await requestAdapter();
  const requiredFeatures = USEFUL_FEATURES.filter((feature) => adapter.features.has(feature));
  const requiredLimits: Record<string, number> = {};
  for (const limit of RAISED_LIMITS) requiredLimits[limit] = adapter.limits[limit];
  const device = await adapter.requestDevice({ requiredFeatures, requiredLimits });
  const { info } = adapter;
  return { device, info, facts: factsOf(info, device) };
}

async function requestAdapter(): Promise<GPUAdapter> {
  // Absent outside secure contexts and in browsers without WebGPU, whatever the types say.
  const gpu: GPU | undefined = navigator.gpu;
  if (!gpu)
    throw new FailureError(
      'no-webgpu',
      'This browser has no WebGPU, which Gyrus trains with. Open the page in a current Chrome, Edge or Safari, over https or localhost.',
    );
  const full = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (full) return full;
  const compatible = await gpu.requestAdapter({ featureLevel: 'compatibility' });
  if (compatible) return compatible;
  throw new FailureError(
    'no-webgpu',
    'The browser has WebGPU but offers no GPU to it. Update the graphics driver, or switch on hardware acceleration in the browser settings, and reload the page.',
  );
}

/** The feature that compatibility adapters lack; old browsers lack it everywhere, so it only helps to describe. */
const CORE = 'core-features-and-limits';

/** What the browser tells, for people. Exported for tests. */
export function factsOf(
  info: Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description' | 'isFallbackAdapter'>,
  device: Pick<GPUDevice, 'limits' | 'features'>,
): AdapterFacts {
  const software = info.isFallbackAdapter || SOFTWARE.test(Object.values(textsOf(info)).join(' '));
  const { vendor, architecture, description } = textsOf(info);
  const unnamed = device.features.has(CORE) ? 'unnamed adapter' : 'unnamed adapter (compatibility mode)';
  const given = description || [vendor, architecture].filter(Boolean).join(' ') || unnamed;
  return {
    description: software ? `${given} (software)` : given,
    software,
    maxBinding: device.limits.maxStorageBufferBindingSize,
    maxBuffer: device.limits.maxBufferSize,
    features: [...device.features].sort(),
  };
}

/** GPUAdapterInfo keeps its fields on its prototype, out of reach of Object.values. */
function textsOf(info: Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'>) {
  return {
    vendor: info.vendor,
    architecture: info.architecture,
    device: info.device,
    description: info.description,
  };
}
