/** What a critic sees in pictures, as an extractor: the maps that enter its head. It refuses to train or to judge. */
import type { Extractor } from '../evaluation/extractor.ts';
import * as tf from '../gpu/tf.ts';
import { architectureOf } from '../model/architectures.ts';
import { CONSTANT_SIDE, featureMaps } from '../model/networkShape.ts';
import type { ParamStore } from '../model/paramStore.ts';
import { pyramidOf } from '../model/pictures.ts';
import { type Painter, PICTURES_AT_ONCE } from '../sampling/paintStyles.ts';

/**
 * `params`: the critic's, which stay the caller's; the rest is that of its generator. A picture's smaller scales are its means,
 * of fakes as of reals, also where the generator would paint them itself.
 */
export function criticExtractor(params: ParamStore, painter: Omit<Painter, 'params'>): Extractor {
  const { shape, resolution, alpha } = painter;
  const { scales, criticFeatures } = architectureOf(shape);
  const width = CONSTANT_SIDE * CONSTANT_SIDE * featureMaps(shape, CONSTANT_SIDE);
  return {
    name: "the run's own critic",
    side: resolution,
    channels: shape.channels,
    width,
    atOnce: PICTURES_AT_ONCE,
    apply: (x) =>
      tf.tidy(() => {
        const fade = alpha < 1 ? { alpha: tf.scalar(alpha) } : {};
        const pictures = pyramidOf(x, scales(shape, resolution));
        const maps = criticFeatures(params, shape, pictures, { resolution, ...fade }); // [N,4,4,C]
        return tf.reshape(maps, [x.shape[0], width]);
      }),
    dispose: () => undefined,
  };
}
