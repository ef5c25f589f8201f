/**
 * A person's own network as a feature extractor, by tfjs's stock operations. Pictures of other sizes and colours are made to
 * fit: means where it is a whole number of times smaller, else bilinear. It trusts ownNetwork.ts to have checked everything.
 */
import * as tf from '../gpu/tf.ts';
import type { Extractor } from './extractor.ts';
import type { OwnLayer, OwnNetwork, OwnTensor } from './ownNetwork.ts';

/** -1..1 to 0..1. */
const HALF = 0.5;
/** Values of the largest layer of one batch: 64 MB. */
const MOST_VALUES = 2 ** 24;

/** Takes pictures of `side` px and `channels` (1 or 3). Caller disposes it. */
export function ownExtractor(network: OwnNetwork, side: number, channels: number): Extractor {
  const weights = uploaded(network);
  const { mean, deviation, layers, width } = network;
  const centre = tf.tensor1d([...mean]);
  const spread = tf.tensor1d([...deviation]);
  return {
    name: `${network.name}, a person's own, ${network.side} px ${colour(network.channels)}${fittedFrom(network, side, channels)}`,
    ...{ side, channels, width, atOnce: Math.max(1, Math.floor(MOST_VALUES / network.largest)) },
    apply: (x) =>
      tf.tidy(() => {
        const unit = tf.add(tf.mul(fitted(x, network), HALF), HALF);
        let flow: tf.Tensor = tf.div(tf.sub(unit, centre), spread);
        for (const layer of layers) flow = applied(layer, flow, weights);
        return flow as tf.Tensor2D;
      }),
    dispose: () => tf.dispose([centre, spread, ...weights.values()]),
  };
}

const colour = (channels: number) => (channels === 1 ? 'grey' : 'RGB');

function fittedFrom(network: OwnNetwork, side: number, channels: number): string {
  const size = side === network.side ? [] : [`${side} px`];
  const colours = channels === network.channels ? [] : [colour(channels)];
  const from = [...size, ...colours];
  return from.length > 0 ? `, from ${from.join(' ')}` : '';
}

/** [N,side,side,channels] to what the network takes. */
function fitted(x: tf.Tensor4D, { side, channels }: OwnNetwork): tf.Tensor4D {
  const times = x.shape[1] / side;
  let sized = x;
  if (times > 1 && Number.isInteger(times)) sized = tf.avgPool(x, times, times, 'valid');
  else if (times !== 1) sized = tf.image.resizeBilinear(x, [side, side], false, true);
  if (sized.shape[3] === channels) return sized;
  return channels === 1 ? tf.mean(sized, 3, true) : tf.tile(sized, [1, 1, 1, channels]);
}

/** The tensors in tfjs's order: HWIO and [I,O]. */
function uploaded({ layers, tensors }: OwnNetwork): Map<string, tf.Tensor> {
  const weights = new Map<string, tf.Tensor>();
  const put = (name: string | undefined, order?: number[]) => {
    if (name === undefined || weights.has(name)) return;
    const { data, shape } = tensors.get(name) as OwnTensor;
    const turned = tf.tidy(() => {
      const tensor = tf.tensor(data, [...shape]);
      return order ? tf.transpose(tensor, order) : tensor;
    });
    weights.set(name, turned);
  };
  for (const layer of layers)
    switch (layer.type) {
      case 'conv2d':
        put(layer.weight, [2, 3, 1, 0]);
        put(layer.bias);
        break;
      case 'linear':
        put(layer.weight, [1, 0]);
        put(layer.bias);
        break;
      case 'batchNorm':
        for (const name of [layer.weight, layer.bias, layer.mean, layer.variance]) put(name);
    }
  return weights;
}

/** x [N,H,W,C] or [N,C]. */
function applied(layer: OwnLayer, x: tf.Tensor, weights: ReadonlyMap<string, tf.Tensor>): tf.Tensor {
  const of = (name: string) => weights.get(name) as tf.Tensor;
  const moved = (y: tf.Tensor, bias: string | undefined) => (bias === undefined ? y : tf.add(y, of(bias)));
  switch (layer.type) {
    case 'conv2d': {
      const y = tf.conv2d(x as tf.Tensor4D, of(layer.weight) as tf.Tensor4D, layer.stride, layer.padding);
      return moved(y, layer.bias);
    }
    case 'linear':
      return moved(tf.matMul(x as tf.Tensor2D, of(layer.weight) as tf.Tensor2D), layer.bias);
    case 'batchNorm': {
      const scale = tf.div(of(layer.weight), tf.sqrt(tf.add(of(layer.variance), layer.epsilon)));
      return tf.add(tf.mul(tf.sub(x, of(layer.mean)), scale), of(layer.bias));
    }
    case 'relu':
      return tf.relu(x);
    case 'leakyRelu':
      return tf.leakyRelu(x, layer.slope);
    case 'maxPool':
      return tf.maxPool(x as tf.Tensor4D, layer.size, layer.stride, 'valid');
    case 'avgPool':
      return tf.avgPool(x as tf.Tensor4D, layer.size, layer.stride, 'valid');
    case 'globalAveragePool':
      return tf.mean(x, [1, 2]);
    case 'flatten':
      if (x.rank === 2) return x;
      // Channels first, as PyTorch flattens.
      return tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [x.shape[0] as number, -1]);
  }
}
