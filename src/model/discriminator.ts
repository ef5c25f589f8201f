/**
 * The progressive critic: a picture to one score. fromRGB at the working resolution, crossfaded with the halved picture
 * while alpha is under 1; two convolutions a block, minibatch standard deviation and two fully connected layers at 4x4.
 * @see Karras 2018, appendix A; Karras 2019, appendix C
 */
import * as tf from '../gpu/tf.ts';
import { minibatchStd } from '../ops/minibatchStd.ts';
import { downsample2d } from '../ops/resample.ts';
import { assertShape } from './assertShape.ts';
import {
  type Activate,
  biasOf,
  convLayer,
  convolve,
  convSpecs,
  denseLayer,
  denseSpecs,
  leaky,
  linear,
} from './layers.ts';
import { blockResolutions, CONSTANT_SIDE, featureMaps, type NetworkShape } from './networkShape.ts';
import type { ParamSpec, ParamStore } from './paramStore.ts';
import { BOX_TAPS, lerp, SMOOTH_TAPS } from './synthesis.ts';

export interface DiscriminatorInputs {
  readonly resolution: number;
  /** Scalar 0 to 1; undefined when nothing fades. */
  readonly alpha?: tf.Scalar;
  /** Bias and non-linearity; checks by finite differences put a smooth one here. */
  readonly activate?: Activate;
}

export function discriminatorSpecs(shape: NetworkShape): ParamSpec[] {
  const bottom = featureMaps(shape, CONSTANT_SIDE);
  const specs: ParamSpec[] = [];
  for (const resolution of blockResolutions(shape.resolution)) {
    const maps = featureMaps(shape, resolution);
    if (resolution >= shape.startResolution)
      specs.push(...convSpecs(`b${resolution}.fromrgb`, 1, shape.channels, maps));
    if (resolution === CONSTANT_SIDE) continue;
    specs.push(...convSpecs(`b${resolution}.conv0`, 3, maps, maps));
    specs.push(...convSpecs(`b${resolution}.conv1`, 3, maps, featureMaps(shape, resolution / 2)));
  }
  specs.push(...convSpecs('b4.conv', 3, bottom + 1, bottom));
  specs.push(...denseSpecs('b4.fc', bottom * CONSTANT_SIDE * CONSTANT_SIDE, bottom));
  specs.push(...denseSpecs('b4.out', bottom, 1));
  return specs;
}

/** image [N,R,R,channels] in [-1,1] -> logits [N,1]. Second order. Caller disposes. */
export function discriminator(
  params: ParamStore,
  shape: NetworkShape,
  image: tf.Tensor4D,
  { resolution, alpha, activate = leaky }: DiscriminatorInputs,
): tf.Tensor2D {
  assertShape(image, [null, resolution, resolution, shape.channels], 'The critic’s picture');
  return tf.tidy(() => {
    let x = convLayer(params, `b${resolution}.fromrgb`, image, activate); // [N,R,R,C]
    for (let r = resolution; r > CONSTANT_SIDE; r /= 2) {
      x = convLayer(params, `b${r}.conv0`, x, activate);
      // Blur, convolution and 2x2 mean commute but for the border: one FIR after the convolution does both.
      x = downsample2d(convolve(params, `b${r}.conv1`, x), SMOOTH_TAPS); // [N,r/2,r/2,C]
      x = activate(x, biasOf(params, `b${r}.conv1`));
      if (r === resolution && alpha && resolution > shape.startResolution) {
        const halved = convLayer(params, `b${r / 2}.fromrgb`, downsample2d(image, BOX_TAPS), activate);
        x = lerp(halved, x, alpha);
      }
    }
    x = convLayer(params, 'b4.conv', minibatchStd(x, shape.mbstdGroup), activate); // [N,4,4,C]
    // PyTorch flattens channels first; doing the same keeps the weights exchangeable.
    const flat = tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [image.shape[0], -1]) as tf.Tensor2D; // [N,16C]
    return denseLayer(params, 'b4.out', denseLayer(params, 'b4.fc', flat, activate), linear); // [N,1]
  });
}
