/**
 * The draws of augmentParameters in stock tfjs ops over numbers of random/draws.ts: the oracle for the WGSL kernel, and
 * what runs on the CPU backend. p stays a tensor.
 */
import { atThisMoment } from '../../gpu/live.ts';
import * as tf from '../../gpu/tf.ts';
import { normals, uniforms } from '../../random/draws.ts';
import { type AugmentSettings, BLOCK_COUNT, BLOCKS } from '../augmentStrengths.ts';
import type { Draw } from '../randomNormal.ts';

type Block = keyof typeof BLOCKS;
/** [N], or one number for all. */
type Value = tf.Tensor | number;

const WORDS = 4;
const FIRST_VALUE = 2;
const SECOND_VALUE = 3;
const QUARTER_TURNS = 4;
const STRAIGHT_ANGLE = 180;

/** A map by its columns: images of right and down, and the shift. */
interface Affine {
  readonly right: readonly [Value, Value];
  readonly down: readonly [Value, Value];
  readonly shift: readonly [Value, Value];
}

/** Call inside a tidy. */
export function augmentParametersReference(
  p: tf.Tensor,
  count: number,
  settings: AugmentSettings,
  draw: Draw,
): [maps: tf.Tensor2D, colors: tf.Tensor2D] {
  const words = count * BLOCK_COUNT * WORDS;
  const { seed, stream } = draw;
  const step = atThisMoment(draw.step);
  const even = uniforms(seed, stream, step, words);
  const normal = normals(seed, stream, step, words);
  const columnOf = (values: Float32Array, block: Block, word: number) =>
    tf.tensor1d(
      Float32Array.from(
        { length: count },
        (_, n) => values[(n * BLOCK_COUNT + BLOCKS[block]) * WORDS + word] as number,
      ),
    );
  const probability = tf.reshape(p, []);
  /** 1 where the operation happens. */
  const chosen = (block: Block) => tf.cast(tf.less(columnOf(even, block, 0), probability), 'float32');
  const evenOf = (block: Block, word = FIRST_VALUE) => columnOf(even, block, word);
  const normalOf = (block: Block, word = FIRST_VALUE) => columnOf(normal, block, word);
  /** Uniform in [-1,1). */
  const signedOf = (block: Block, word = FIRST_VALUE) => tf.sub(tf.mul(evenOf(block, word), 2), 1);
  /** 2^(normal * strength) where chosen, else 1; or its inverse. */
  const factor = (block: Block, strength: number) =>
    tf.pow(tf.scalar(2), tf.mul(tf.mul(normalOf(block), strength), chosen(block)));

  const rotation = (block: Block): Affine => {
    // u < 1 - sqrt(1 - p), without the root.
    const isChosen = tf.less(tf.sub(1, probability), tf.square(tf.sub(1, columnOf(even, block, 0))));
    const limit = (settings.rotation / STRAIGHT_ANGLE) * Math.PI;
    const angle = tf.mul(tf.mul(signedOf(block), limit), tf.cast(isChosen, 'float32'));
    return turned(tf.cos(angle), tf.sin(angle));
  };
  const shifted = (block: Block, amount: (word: number) => tf.Tensor): Affine => ({
    ...IDENTITY,
    shift: [tf.neg(tf.mul(amount(FIRST_VALUE), chosen(block))), tf.neg(tf.mul(amount(SECOND_VALUE), chosen(block)))],
  });

  const steps: Affine[] = [];
  if (settings.xFlip) {
    const isFlipped = tf.mul(tf.floor(tf.mul(evenOf('xFlip'), 2)), chosen('xFlip'));
    steps.push({ ...IDENTITY, right: [tf.sub(1, tf.mul(isFlipped, 2)), 0] });
  }
  if (settings.turn90) {
    const quarters = tf.mul(tf.floor(tf.mul(evenOf('turn90'), QUARTER_TURNS)), chosen('turn90'));
    const angle = tf.mul(quarters, Math.PI / 2);
    steps.push(turned(tf.round(tf.cos(angle)), tf.round(tf.sin(angle))));
  }
  if (settings.integerShift) {
    const { integerShift, shiftUnit } = settings;
    const whole = (word: number) =>
      tf.floor(tf.add(tf.mul(signedOf('integerShift', word), integerShift * shiftUnit), 1 / 2));
    steps.push(shifted('integerShift', (word) => tf.div(whole(word), shiftUnit)));
  }
  if (settings.isotropicScale) {
    const back = tf.div(1, factor('isotropicScale', settings.isotropicScale));
    steps.push({ ...IDENTITY, right: [back, 0], down: [0, back] });
  }
  if (settings.rotation) steps.push(rotation('rotationBefore'));
  if (settings.anisotropicScale) {
    const stretch = factor('anisotropicScale', settings.anisotropicScale);
    steps.push({ ...IDENTITY, right: [tf.div(1, stretch), 0], down: [0, stretch] });
  }
  if (settings.rotation) steps.push(rotation('rotationAfter'));
  if (settings.fractionalShift)
    steps.push(
      shifted('fractionalShift', (word) => tf.mul(normalOf('fractionalShift', word), settings.fractionalShift)),
    );

  const contrast = settings.contrast ? factor('contrast', settings.contrast) : 1;
  const brightness = settings.brightness
    ? tf.mul(tf.mul(normalOf('brightness'), settings.brightness), chosen('brightness'))
    : 0;
  const sigma = settings.noise ? tf.mul(tf.mul(tf.abs(normalOf('noise')), settings.noise), chosen('noise')) : 0;
  const half = settings.cutout ? tf.mul(chosen('cutout'), settings.cutout / 2) : 0;
  const hole = [evenOf('cutout'), evenOf('cutout', SECOND_VALUE)];

  const { right, down, shift } = steps.reduce(composed, IDENTITY);
  return [
    stacked([right[0], down[0], shift[0], right[1], down[1], shift[1]], count),
    stacked([contrast, tf.mul(contrast, brightness), sigma, ...hole, half], count),
  ];
}

const IDENTITY: Affine = { right: [1, 0], down: [0, 1], shift: [0, 0] };

function turned(cos: Value, sin: Value): Affine {
  return { ...IDENTITY, right: [cos, sin], down: [tf.neg(sin), cos] };
}

/** The map that first applies `inner`, then `outer`. */
function composed(outer: Affine, inner: Affine): Affine {
  const image = ([x, y]: readonly [Value, Value]): [Value, Value] => [
    tf.add(tf.mul(outer.right[0], x), tf.mul(outer.down[0], y)),
    tf.add(tf.mul(outer.right[1], x), tf.mul(outer.down[1], y)),
  ];
  const moved = image(inner.shift);
  return {
    right: image(inner.right),
    down: image(inner.down),
    shift: [tf.add(outer.shift[0], moved[0]), tf.add(outer.shift[1], moved[1])],
  };
}

/** Columns to [count, columns]. */
function stacked(columns: readonly Value[], count: number): tf.Tensor2D {
  return tf.stack(
    columns.map((column) => tf.add(tf.fill([count], 0), column)),
    1,
  ) as tf.Tensor2D;
}
