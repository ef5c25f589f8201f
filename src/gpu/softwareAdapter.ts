/**
 * Whether the active device is a CPU in disguise: kernels choose other shapes there, since its loads cost far more than
 * its arithmetic and its registers spill to a warm cache. It refuses to find out (device.ts does).
 */
import { deviceInUse } from './commandStream.ts';

const softwareDevices = new WeakSet<GPUDevice>();

/** To be called once for each such device, when it is installed. */
export function markSoftware(device: GPUDevice): void {
  softwareDevices.add(device);
}

/** True on SwiftShader, lavapipe and their like. */
export function isSoftware(): boolean {
  return softwareDevices.has(deviceInUse());
}
