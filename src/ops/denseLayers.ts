/**
 * Several dense layers of one input, without activation: a style for every layer of a network from one w. Where all their
 * parameters lie in one buffer few kernels compute all of them, and their gradients; elsewhere, and where a gradient will be
 * differentiated, each layer is an op of its own. It refuses layers of different inputs.
 */

import { sliceOf } from '../gpu/slices.ts';
import { isTaped, isTapedTwice } from '../gpu/tape.ts';
import * as tf from '../gpu/tf.ts';
import { filledTogether } from './filledTogether.ts';
import { fullyConnectedLayer } from './fullyConnected.ts';
import {
  type DensePlace,
  denseLayersFused,
  denseLayersInputFused,
  denseLayersParametersFused,
  layersAtOnce,
} from './kernels/denseLayers.ts';
import { runsFused } from './mode.ts';

export interface DenseLayer {
  /** [I,O]. */
  readonly weight: tf.Tensor2D;
  /** [O]. */
  readonly bias: tf.Tensor1D;
}

const KERNEL = 'GyrusDenseLayers';
const BYTES_AN_ELEMENT = 4;
/** A layer's inputs on the tape: weight and bias, after x. */
const INPUTS_A_LAYER = 2;

interface Told {
  readonly gain: number;
  readonly whole: tf.Tensor;
  readonly places: readonly DensePlace[];
}

tf.registerKernel({
  kernelName: KERNEL,
  backendName: 'webgpu',
  kernelFunc: ({ inputs, attrs }) => {
    const [x] = inputs as unknown as tf.Tensor[];
    const { gain, whole, places } = attrs as unknown as Told;
    return denseLayersFused(x as tf.Tensor, whole, gain, places);
  },
});

tf.registerGradient({
  kernelName: KERNEL,
  saveAllInputs: true,
  gradFunc: (upstream, saved, attrs) => {
    if (isTaped()) throw new Error('A gradient of dense layers is to be differentiated, but their fused form has run.');
    const { gain, whole, places } = attrs as unknown as Told;
    const dys = [upstream].flat();
    const [x, ...parameters] = saved as [tf.Tensor, ...tf.Tensor[]];
    const ofInput = filledTogether([x.shape], ([dx]) =>
      denseLayersInputFused(dys, whole, gain, places, dx as tf.TensorInfo),
    );
    const size = layersAtOnce();
    const ofParameters = Array.from({ length: Math.ceil(places.length / size) }, (_, i) => {
      const [first, end] = [i * size, Math.min(places.length, (i + 1) * size)];
      const shapes = parameters.slice(first * INPUTS_A_LAYER, end * INPUTS_A_LAYER).map(({ shape }) => shape);
      return filledTogether(shapes, (made) =>
        denseLayersParametersFused(x, dys.slice(first, end), gain, places.slice(first, end), made),
      );
    });
    // tfjs names the inputs of a list by their places.
    return [...ofInput, ...ofParameters.flat()] as unknown as Record<string, () => tf.Tensor>;
  },
});

/**
 * gain * x weight + bias of each layer, [N,O]. x [N,I]. whole: the tensor that all parameters are parts of, or undefined.
 * Caller disposes. Any order.
 */
export function denseLayers(
  x: tf.Tensor2D,
  layers: readonly DenseLayer[],
  gain: number,
  whole: tf.Tensor | undefined,
): tf.Tensor2D[] {
  const odd = layers.find(({ weight, bias }) => weight.shape[0] !== x.shape[1] || bias.size !== weight.shape[1]);
  if (odd)
    throw new Error(`denseLayers got [${x.shape}], and a layer [${odd.weight.shape}] with bias [${odd.bias.shape}].`);
  if (!whole || layers.length === 0 || !runsFused() || isTapedTwice()) {
    const settings = { gain, biasGain: 1, activation: { slope: 1, gain: 1 } };
    return layers.map(({ weight, bias }) => fullyConnectedLayer(x, weight, bias, settings));
  }
  const places = layers.map(({ weight, bias }) => ({
    weight: elementsBefore(weight),
    bias: elementsBefore(bias),
    outputs: bias.size,
  }));
  const inputs = [x, ...layers.flatMap(({ weight, bias }) => [weight, bias])] as unknown as tf.NamedTensorMap;
  const told: Told = { gain, whole, places };
  const made = tf.engine().runKernel<tf.Tensor | tf.Tensor[]>(KERNEL, inputs, told as unknown as tf.NamedAttrMap);
  return [made].flat() as tf.Tensor2D[];
}

function elementsBefore({ dataId, shape }: tf.Tensor): number {
  const slice = sliceOf(dataId);
  if (!slice) throw new Error(`A parameter [${shape}] is not a part of the buffer of all parameters.`);
  return slice.offset / BYTES_AN_ELEMENT;
}
