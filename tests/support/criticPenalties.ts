/**
 * Compares the exact gradient of a critic's penalty with central finite differences along random directions, one for each
 * parameter. Shared by the CPU and the GPU tests.
 */
import * as tf from '../../src/gpu/tf.ts';
import { architectureOf } from '../../src/model/architectures.ts';
import type { Activate } from '../../src/model/layers.ts';
import { createParams, disposeParams } from '../../src/model/paramStore.ts';
import { normals, uniforms } from '../../src/random/draws.ts';
import { lossAndGradients } from '../../src/training/gradients.ts';
import { networkShape } from '../../src/training/networks.ts';
import { type Critic, gradientPenalty, zeroCenteredPenalty } from '../../src/training/regularizers.ts';
import { tinyConfig } from './tinyRun.ts';

export interface PenaltyCase {
  readonly kind: 'r1' | 'wgan-gp';
  readonly resolution: number;
  readonly batch: number;
}

const BATCH = 4;
const RESOLUTION = 8;
/** Wide enough for float32's rounding; the five-point stencil below takes care of the curvature. */
const STEP = 1e-2;
const STREAM_OF_TEST = 998;
const HALF_FADED = 0.6;
/** A fresh critic hardly slopes, and its penalty would drown in float32's rounding. */
const AMPLIFIED = 30;

export function penaltyCase(kind: 'r1' | 'wgan-gp'): PenaltyCase {
  return { kind, resolution: RESOLUTION, batch: BATCH };
}

/** softplus-like and smooth: log(1 + e^x) by ops whose second derivative is right. */
const smooth: Activate = (x, bias) => tf.softplus(tf.add(x, bias)) as typeof x;

/** Relative error of the directional derivative for every parameter that the penalty depends on. */
export async function penaltyErrors({ kind, resolution, batch }: PenaltyCase) {
  const shape = networkShape(tinyConfig(), 0);
  const { critic: score, criticSpecs } = architectureOf(shape);
  const D = createParams(criticSpecs(shape), 1, 'D');
  const alpha = tf.scalar(HALF_FADED);
  const picture = (step: number) =>
    tf.tensor4d(normals(1, STREAM_OF_TEST, step, batch * resolution * resolution), [batch, resolution, resolution, 1]);
  const [real, fake] = [picture(0), picture(1)];
  const between = tf.tensor4d(uniforms(1, STREAM_OF_TEST, 2, batch), [batch, 1, 1, 1]);
  const critic: Critic = (images) =>
    tf.mul(score(D, shape, images, { resolution, alpha, activate: smooth }), AMPLIFIED);
  const penalty = () =>
    kind === 'r1' ? zeroCenteredPenalty(critic, [real], 2) : gradientPenalty(critic, [real], [fake], between);

  const { value, gradients } = lossAndGradients(D, penalty);
  const errors: { name: string; error: number }[] = [];
  let direction = 10;
  for (const [name, gradient] of gradients) {
    const variable = D.get(name);
    if (!variable) throw new Error(`${name} is no parameter of the critic.`);
    const length = Math.sqrt(variable.size);
    const away = tf.tensor(
      normals(1, STREAM_OF_TEST, direction++, variable.size).map((v) => v / length),
      variable.shape,
    );
    const exact = await numberOf(() => tf.sum(tf.mul(gradient, away)));
    const start = tf.clone(variable);
    const valueAt = async (amount: number) => {
      tf.tidy(() => variable.assign(tf.add(start, tf.mul(away, amount))));
      return numberOf(penalty);
    };
    const near = (await valueAt(STEP)) - (await valueAt(-STEP));
    const far = (await valueAt(2 * STEP)) - (await valueAt(-2 * STEP));
    const numeric = (8 * near - far) / (12 * STEP);
    variable.assign(start);
    // Directions along which the penalty hardly changes would only measure rounding.
    const scale = Math.max(
      Math.abs(exact),
      Math.abs(numeric),
      await numberOf(() => tf.mul(tf.norm(gradient), 0.1)),
      1e-4,
    );
    errors.push({ name, error: Math.abs(exact - numeric) / scale });
    tf.dispose([away, start]);
  }
  tf.dispose([value, ...gradients.values(), real, fake, between, alpha]);
  disposeParams(D);
  return errors;
}

async function numberOf(scalar: () => tf.Tensor): Promise<number> {
  const result = tf.tidy(scalar);
  const [value] = await result.data();
  result.dispose();
  return value as number;
}
