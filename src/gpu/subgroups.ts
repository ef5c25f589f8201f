/** How wide the GPU's subgroups are. It refuses to guess: where they may differ, kernels do without. */
import { deviceInUse } from './commandStream.ts';

/** Lanes of every subgroup; undefined where the device has none, or of several sizes. */
export function subgroupSize(): number | undefined {
  const { features, adapterInfo } = deviceInUse();
  const { subgroupMinSize, subgroupMaxSize } = adapterInfo;
  return features.has('subgroups') && subgroupMinSize === subgroupMaxSize ? subgroupMinSize : undefined;
}
