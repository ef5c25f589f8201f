/** From TrainConfig to the sizes of its networks. */
import type { NetworkShape } from '../model/networkShape.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';

/** The part of a TrainConfig that fixes the networks' parameters. */
export function networkShape(config: TrainConfig): NetworkShape {
  const { resolution, startResolution, channels, zDim, wDim, mappingLayers, mappingLr } = config;
  const { channelBase, channelMax, mbstdGroup } = config;
  return {
    resolution,
    startResolution,
    channels,
    zDim,
    wDim,
    mappingLayers,
    mappingLr,
    channelBase,
    channelMax,
    mbstdGroup,
  };
}
