/**
 * Seeds to 8-bit pictures, grey or RGB: the same seed is the same z everywhere, and the noise is constant or follows from
 * the seed, so nothing is random. It never touches the weights.
 */
import { layerCount } from '../model/networkShape.ts';
import { type Painter, paintStyles } from './paintStyles.ts';
import type { NoiseKind } from './pictureNoise.ts';
import { latentsOf, stylesOf } from './styles.ts';

export interface SampleRequest extends Painter {
  readonly seeds: readonly number[];
  /** The class of each seed, for a network that knows classes; without it, class 0. */
  readonly labels?: readonly number[];
  /** Truncation: 1 is none, 0 the mean picture. */
  readonly psi: number;
  /** 'constant' where it is not said. */
  readonly noise?: NoiseKind;
}

/** [seeds.length, resolution, resolution, channels] bytes. */
export async function sample(request: SampleRequest): Promise<Uint8Array<ArrayBuffer>> {
  const { seeds, resolution, shape, noise = 'constant' } = request;
  const w = await stylesOf(request, latentsOf(seeds, shape.zDim));
  const ws = Array.from({ length: layerCount(resolution) }, () => w);
  return paintStyles(request, ws, { kind: noise, seeds });
}
