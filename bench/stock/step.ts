/**
 * FROZEN: the stock step that ours is compared with, see README.md. One StyleGAN2 step in stock tfjs ops: non-saturating
 * loss, lazy R1, tf.train.adam, an average of the weights. Never touched again, neither to speed it up nor to slow it down.
 */
import * as tf from '../../src/gpu/tf.ts';
import { leakyOnce, leakyTwice, Variables } from './layers.ts';
import { type StockShape, stockCritic, stockGenerator } from './networks.ts';

export interface StockRates {
  readonly batch: number;
  readonly gLr: number;
  readonly dLr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly r1Gamma: number;
  /** R1 is applied in every so many steps, with that much more weight. */
  readonly r1Interval: number;
  /** The weight of the old average. */
  readonly emaBeta: number;
}

export interface StockStep {
  readonly parameters: { readonly G: number; readonly D: number };
  /** Loss, gradient and Adam for the generator; the mean of w. */
  generator(): void;
  average(): void;
  /** Loss, gradient and Adam for the critic. pixels: [batch,R,R,channels] in [-1,1]. */
  critic(pixels: Float32Array): void;
  penalty(pixels: Float32Array): void;
  dispose(): void;
}

const ADAM_EPSILON = 1e-8;
const W_AVG_BETA = 0.995;

export function createStockStep(shape: StockShape, rates: StockRates): StockStep {
  const { batch, beta1, beta2, emaBeta } = rates;
  const [ofG, ofD] = [new Variables(), new Variables()];
  const generate = stockGenerator(ofG, shape);
  const judge = stockCritic(ofD, shape);
  const averages = ofG.all.map((variable) => tf.tidy(() => tf.variable(tf.add(variable, 0), false)));
  const wAvg = tf.tidy(() => tf.variable(tf.zeros([shape.wDim]), false));
  const adam = (rate: number, correction: number) =>
    tf.train.adam(rate * correction, beta1 ** correction, beta2 ** correction, ADAM_EPSILON);
  const optimizerG = adam(rates.gLr, 1);
  const optimizerD = adam(rates.dLr, rates.r1Interval / (rates.r1Interval + 1));
  const descend = (optimizer: tf.Optimizer, variables: tf.Variable[], loss: () => tf.Scalar) =>
    tf.tidy(() => {
      const { grads } = tf.variableGrads(loss, variables);
      optimizer.applyGradients(grads);
    });
  const latent = () => tf.randomNormal([batch, shape.zDim]) as tf.Tensor2D;
  const upload = (pixels: Float32Array) =>
    tf.tensor4d(pixels, [batch, shape.resolution, shape.resolution, shape.channels]);
  const meanSoftplus = (x: tf.Tensor) => tf.mean(tf.softplus(x)) as tf.Scalar;
  return {
    parameters: { G: ofG.count, D: ofD.count },
    generator() {
      descend(optimizerG, ofG.all, () => {
        const { pictures, w } = generate(latent());
        wAvg.assign(tf.add(tf.mul(wAvg, W_AVG_BETA), tf.mul(tf.mean(w, 0), 1 - W_AVG_BETA)) as tf.Tensor1D);
        return meanSoftplus(tf.neg(judge(pictures, leakyOnce)));
      });
    },
    average() {
      tf.tidy(() => {
        averages.forEach((average, i) => {
          const next = tf.add(tf.mul(average, emaBeta), tf.mul(ofG.all[i] as tf.Variable, 1 - emaBeta));
          average.assign(next);
        });
      });
    },
    critic(pixels) {
      tf.tidy(() => {
        const reals = upload(pixels);
        const fakes = generate(latent()).pictures;
        descend(optimizerD, ofD.all, () =>
          tf.add(meanSoftplus(judge(fakes, leakyOnce)), meanSoftplus(tf.neg(judge(reals, leakyOnce)))),
        );
      });
    },
    penalty(pixels) {
      tf.tidy(() => {
        const reals = upload(pixels);
        const gradient = tf.grad((x: tf.Tensor) => tf.sum(judge(x as tf.Tensor4D, leakyTwice)));
        descend(optimizerD, ofD.all, () => {
          const squares = tf.sum(tf.square(gradient(reals)), [1, 2, 3]);
          return tf.mul(tf.mean(squares), (rates.r1Gamma / 2) * rates.r1Interval);
        });
      });
    },
    dispose() {
      ofG.dispose();
      ofD.dispose();
      tf.dispose([averages, wAvg]);
      optimizerG.dispose();
      optimizerD.dispose();
    },
  };
}
