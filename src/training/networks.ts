/** From TrainConfig to the sizes of its networks. */
import type { NetworkShape } from '../model/networkShape.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';

/** The part of a TrainConfig that fixes the networks' parameters. classes: in the data set; they count if it is conditional. */
export function networkShape(config: TrainConfig, classes: number): NetworkShape {
  const { arch, resolution, startResolution, channels, zDim, wDim, mappingLayers, mappingLr } = config;
  const { channelBase, channelMax, mbstdGroup, conditional } = config;
  return {
    arch,
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
    classes: conditional ? classes : 0,
  };
}
