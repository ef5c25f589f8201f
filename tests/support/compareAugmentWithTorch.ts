/** Our augmentation against tests/golden/augment.json, PyTorch's numbers for the same parameters, on the active backend. */
import * as tf from '../../src/gpu/tf.ts';
import { augmentParameters } from '../../src/ops/augmentParameters.ts';
import { colorize } from '../../src/ops/colorize.ts';
import { warp2d } from '../../src/ops/warp.ts';
import golden from '../golden/augment.json' with { type: 'json' };

export interface Difference {
  readonly what: string;
  /** Largest difference over the largest number. */
  readonly error: number;
}

type Shape = [number, number, number, number];

/** Each operation's value, gradient and second-order product, and the drawn parameters. */
export async function augmentDifferences(): Promise<Difference[]> {
  const differences = await drawDifferences();
  for (const { shape, x, weights, probe, noise, cases } of golden.sets)
    for (const { op, kind, parameters, ...expected } of cases) {
      const f = (picture: tf.Tensor): tf.Tensor => {
        const rows = tf.tensor2d(parameters);
        if (kind === 'geometry') return warp2d(picture as tf.Tensor4D, rows);
        return colorize(picture as tf.Tensor4D, rows, tf.tensor4d(noise, shape as Shape));
      };
      const slope = tf.grad((input) => tf.mul(tf.sum(tf.mul(tf.square(f(input)), tf.tensor(weights, shape))), 1 / 2));
      const product = tf.grad((input) => tf.sum(tf.mul(slope(input), tf.tensor(probe, shape))));
      const [value, gradient, second] = tf.tidy(() => {
        const input = tf.tensor(x, shape);
        return [f(input), slope(input), product(input)];
      }) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const what = `${op} (${kind}) [${shape}]`;
      differences.push(
        { what: `${what}: value`, error: errorOf(await value.data(), expected.value) },
        { what: `${what}: gradient`, error: errorOf(await gradient.data(), expected.gradient) },
        { what: `${what}: second order`, error: errorOf(await second.data(), expected.second) },
      );
      tf.dispose([value, gradient, second]);
    }
  return differences;
}

async function drawDifferences(): Promise<Difference[]> {
  const { seed, stream, step, p, shiftUnit, strengths, ...expected } = golden.draws;
  const chance = tf.fill([1], p);
  const settings = { ...strengths, shiftUnit };
  const { maps, colors } = augmentParameters(chance, expected.maps.length, settings, { seed, stream, step });
  const differences = [
    { what: 'drawn maps', error: errorOf(await maps.data(), expected.maps.flat()) },
    { what: 'drawn colours', error: errorOf(await colors.data(), expected.colors.flat()) },
  ];
  tf.dispose([chance, maps, colors]);
  return differences;
}

function errorOf(ours: ArrayLike<number>, theirs: readonly number[]): number {
  if (ours.length !== theirs.length)
    throw new Error(`${ours.length} numbers cannot be compared with ${theirs.length}.`);
  const largest = Math.max(...theirs.map(Math.abs));
  return Math.max(...theirs.map((value, i) => Math.abs((ours[i] as number) - value))) / largest;
}
