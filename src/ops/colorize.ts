/**
 * Each picture's values through its own affine map, with noise of its own strength and a square hole: affine in the
 * picture, with the linear part that is its gradient and its own. It refuses to draw the noise and to differentiate in
 * anything but the picture.
 * @see Karras 2020, "Training GANs with limited data", appendix B
 */
import type * as tf from '../gpu/tf.ts';
import { defineOp, type Op } from './defineOp.ts';
import { colorizeFused } from './kernels/colorize.ts';
import { colorizeReference, holeReference } from './references/colorize.ts';

type None = Record<string, never>;

const affine: Op<None> = defineOp<None>({
  name: 'Colorize',
  fused: ([x, colors, noise]) => colorizeFused(x as tf.Tensor, colors as tf.Tensor, 'affine', noise),
  reference: ([x, colors, noise]) => colorizeReference(x as tf.Tensor4D, colors as tf.Tensor2D, noise),
  saves: [1],
  gradient: (dy, [colors]) => [() => linear([dy, colors as tf.Tensor], {}), refuse, refuse],
});

const linear: Op<None> = defineOp<None>({
  name: 'ColorizeLinear',
  fused: ([dy, colors]) => colorizeFused(dy as tf.Tensor, colors as tf.Tensor, 'linear'),
  reference: ([dy, colors]) => holeReference(dy as tf.Tensor4D, colors as tf.Tensor2D),
  saves: [1],
  gradient: (upstream, [colors]) => [() => linear([upstream, colors as tf.Tensor], {}), refuse],
});

function refuse(): tf.Tensor {
  throw new Error('colorize has no gradient in its colours and its noise: take them off the tape.');
}

/** Numbers a picture. */
const COLOR_SIZE = 6;

/**
 * gain * x + bias + sigma * noise, and 0 in the hole. x [N,H,W,C], colors [N,6], noise [N,H,W,C] or none -> [N,H,W,C].
 * Colours are [gain, bias, sigma, holeX, holeY, half]: the hole's centre and half side, as shares of the side from the
 * upper left corner; half = 0 is no hole. Caller disposes. Any order in x.
 */
export function colorize(x: tf.Tensor4D, colors: tf.Tensor2D, noise?: tf.Tensor4D): tf.Tensor4D {
  if (colors.shape.join() !== [x.shape[0], COLOR_SIZE].join())
    throw new Error(
      `colorize got pictures [${x.shape}] and colours [${colors.shape}]: ${COLOR_SIZE} numbers a picture.`,
    );
  if (noise && noise.shape.join() !== x.shape.join())
    throw new Error(`colorize got pictures [${x.shape}] and noise [${noise.shape}]: both must be of one shape.`);
  return affine(noise ? [x, colors, noise] : [x, colors], {}) as tf.Tensor4D;
}
