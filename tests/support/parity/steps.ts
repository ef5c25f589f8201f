/** Losses in the logits, Adam with lazy correction and clipping, and the moving average, beside PyTorch's. */
import { gatherInto } from '../../../src/gpu/arena.ts';
import * as tf from '../../../src/gpu/tf.ts';
import { disposeParams, paramsOf, variableOf } from '../../../src/model/paramStore.ts';
import { emaStep } from '../../../src/ops/ema.ts';
import { lossAndGradients } from '../../../src/training/gradients.ts';
import { LOSSES } from '../../../src/training/losses.ts';
import { applyGradients, createOptimizer, disposeOptimizer } from '../../../src/training/optimizer.ts';
import expectedLosses from '../../golden/expected/losses.json' with { type: 'json' };
import expectedSteps from '../../golden/expected/steps.json' with { type: 'json' };
import { drawnInput } from './cases.ts';
import { type Difference, differences } from './expected.ts';

const LOGITS = 6;
const LOGIT_SPREAD = 2;

export async function lossDifferences(): Promise<Difference[]> {
  const logits = new Map(
    ['real', 'fake'].map((key) => [key, variableOfDraw(`logits.${key}`, [LOGITS, 1], LOGIT_SPREAD)]),
  );
  const [real, fake] = [logits.get('real'), logits.get('fake')] as [tf.Tensor, tf.Tensor] as [tf.Tensor2D, tf.Tensor2D];
  const all: Difference[] = [];
  for (const [name, { generator, discriminator, isPaired }] of Object.entries(LOSSES)) {
    const results = new Map<string, tf.Tensor>();
    const players: [string, () => tf.Scalar][] = [
      ['G', () => (isPaired ? generator(fake, real) : generator(fake))],
      ['D', () => discriminator(tf.concat([real, fake]))],
    ];
    for (const [player, loss] of players) {
      const { value, gradients } = lossAndGradients(logits, loss);
      results.set(player, value);
      for (const [key, gradient] of gradients) results.set(`${player} d ${key}`, gradient);
    }
    const found = await differences(expectedLosses[name as keyof typeof expectedLosses], results);
    all.push(...found.map(({ what, error }) => ({ what: `${name}: ${what}`, error })));
    tf.dispose([...results.values()]);
  }
  tf.dispose([...logits.values()]);
  return all;
}

const SHAPES = { a: [2, 3], b: [4] } as const;
const STEPS = 3;
const LAZY = 16 / 17;
const RATES = { learningRate: 0.5 * LAZY, beta1: 0.5 ** LAZY, beta2: 0.99 ** LAZY };
const CLIP = { adam: 0, clipped: 1.5 } as const;
/** A batch of 8 at a half-life of 100 pictures. */
const EMA_BETA = 0.5 ** (8 / 100);

/** In the second step the parameter b has no gradient. */
export async function stepDifferences(): Promise<readonly Difference[]> {
  const results = new Map<string, tf.Tensor>();
  for (const [kind, clipNorm] of Object.entries(CLIP)) {
    const params = paramsOf(
      Object.entries(SHAPES).map(([name, shape]) => ({ name, shape, init: { kind: 'fill', value: 0 } })),
      ({ name, shape }) => valuesOfDraw(`step.${name}`, shape),
    );
    const optimizer = createOptimizer(params);
    for (let step = 0; step < STEPS; step++) {
      const given = Object.entries(SHAPES).filter(([name]) => name !== 'b' || step !== 1);
      const gradients = new Map(given.map(([name, shape]) => [name, drawnInput(`step.${name}.${step}`, shape)]));
      gatherInto(optimizer.arenas.gradients, gradients);
      const collected = { reached: new Set(gradients.keys()), parts: 1 };
      applyGradients(optimizer, collected, { ...RATES, clipNorm }, 1);
      optimizer.step++;
      for (const [name, variable] of params) results.set(`${kind} ${step} ${name}`, copyOf(variable));
      tf.dispose([...gradients.values()]);
    }
    disposeParams(params);
    disposeOptimizer(optimizer);
  }
  const average = variableOfDraw('step.average', SHAPES.a);
  const source = drawnInput('step.a', SHAPES.a);
  emaStep([{ average, source }], EMA_BETA);
  results.set('ema', average);
  const found = await differences(expectedSteps.steps, results);
  tf.dispose([...results.values(), source]);
  return found;
}

/** A copy with memory of its own: a clone would follow steps in place. */
const copyOf = (x: tf.Tensor) => tf.mul(x, 1);

function variableOfDraw(name: string, shape: readonly number[], spread = 1): tf.Variable {
  return variableOf(
    valuesOfDraw(name, shape).map((v) => v * spread),
    shape,
  );
}

function valuesOfDraw(name: string, shape: readonly number[]): Float32Array<ArrayBuffer> {
  const drawn = drawnInput(name, shape);
  // Uploaded values are still on the CPU until a kernel asks for them.
  const values = new Float32Array(drawn.dataSync());
  drawn.dispose();
  return values;
}
