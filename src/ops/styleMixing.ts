/**
 * Which of two styles a layer takes, decided on the GPU: the crossover layer is drawn there, so that a recorded step need not
 * know it. Choosing is linear in the styles, so differentiable to any order. It refuses to mix within a layer.
 * @see Karras 2019, section 3.1 (style mixing)
 */
import { atThisMoment } from '../gpu/live.ts';
import * as tf from '../gpu/tf.ts';
import { uniforms } from '../random/draws.ts';
import { defineOp, type Op } from './defineOp.ts';
import { chooseStyleFused, drawCrossoverFused, keepStyleFused } from './kernels/styleMixing.ts';
import { runsFused } from './mode.ts';
import type { Draw } from './randomNormal.ts';

type Layer = { layer: number };
/** first: keep where the first style is taken; else where the second is. */
type Kept = { layer: number; first: boolean };

const choose: Op<Layer> = defineOp<Layer>({
  name: 'ChooseStyle',
  fused: ([first, second, crossover], { layer }) =>
    chooseStyleFused(first as tf.Tensor, second as tf.Tensor, crossover as tf.Tensor, layer),
  reference: ([first, second, crossover], { layer }) => {
    const share = takesSecond(crossover as tf.Tensor, layer);
    return tf.add(tf.mul(first as tf.Tensor, tf.sub(1, share)), tf.mul(second as tf.Tensor, share));
  },
  saves: [2],
  gradient: (dy, [crossover], { layer }) => [
    () => keep([dy, crossover as tf.Tensor], { layer, first: true }),
    () => keep([dy, crossover as tf.Tensor], { layer, first: false }),
    refuse,
  ],
});

const keep: Op<Kept> = defineOp<Kept>({
  name: 'KeepStyle',
  fused: ([x, crossover], kept) => keepStyleFused(x as tf.Tensor, crossover as tf.Tensor, kept),
  reference: ([x, crossover], { layer, first }) => {
    const share = takesSecond(crossover as tf.Tensor, layer);
    return tf.mul(x as tf.Tensor, first ? tf.sub(1, share) : share);
  },
  saves: [1],
  gradient: (dy, [crossover], kept) => [() => keep([dy, crossover as tf.Tensor], kept), refuse],
});

/** 1 from the crossover layer on, else 0, as a scalar. */
function takesSecond(crossover: tf.Tensor, layer: number): tf.Scalar {
  return tf.reshape(tf.cast(tf.greaterEqual(layer, crossover), 'float32'), []) as tf.Scalar;
}

function refuse(): tf.Tensor {
  throw new Error('The choice of a style has no gradient in its crossover: take it off the tape.');
}

/** Whether to mix, and where. */
const WORDS = 2;

/**
 * With `probability` a layer uniform in 1 to layers - 1, else `layers`: none. [1]. Caller disposes. No gradient.
 */
export function drawCrossover(draw: Draw, probability: number, layers: number): tf.Tensor1D {
  if (runsFused())
    return tf.engine().makeTensorFromTensorInfo(drawCrossoverFused(draw, probability, layers)) as tf.Tensor1D;
  const { seed, stream, step } = draw;
  const [decision = 0, place = 0] = uniforms(seed, stream, atThisMoment(step), WORDS);
  return tf.tensor1d([decision < probability ? 1 + Math.floor(place * (layers - 1)) : layers]);
}

/** The second style from the crossover layer on, the first below it. Both [N,wDim], crossover [1] -> [N,wDim]. Any order. */
export function chooseStyle(
  first: tf.Tensor2D,
  second: tf.Tensor2D,
  crossover: tf.Tensor1D,
  layer: number,
): tf.Tensor2D {
  if (first.shape.join() !== second.shape.join())
    throw new Error(`chooseStyle got [${first.shape}] and [${second.shape}]: both styles must be of one shape.`);
  return choose([first, second, crossover], { layer }) as tf.Tensor2D;
}
