/**
 * The augmentations that a critic's pictures may go through, the anatomy-safe sets by modality with their reasons, and what
 * drives their probability under which loss. It refuses to draw or apply anything: training/augment.ts does.
 * @see Karras 2020, "Training Generative Adversarial Networks with Limited Data", appendix B
 */
import { quoted } from './checks/strictJson.ts';
import type { AugmentOps, Loss } from './trainConfig.ts';

/** In the order in which they are applied: geometry, then value, then noise and the hole. */
export const AUGMENT_OPS = [
  'xFlip',
  'turn90',
  'integerShift',
  'isotropicScale',
  'rotation',
  'anisotropicScale',
  'fractionalShift',
  'brightness',
  'contrast',
  'noise',
  'cutout',
] as const;
export type AugmentOp = (typeof AUGMENT_OPS)[number];

/**
 * How strong each operation may get; 0 is off. xFlip, turn90: 1 is on. integerShift: largest shift, as a share of the
 * picture's side. isotropicScale, anisotropicScale, contrast: standard deviation of the factor's log2. rotation: largest
 * angle in degrees. fractionalShift: standard deviation, as a share of the side. brightness: standard deviation of what is
 * added, with pictures in [-1,1]. noise: standard deviation of the noise's own standard deviation. cutout: the hole's
 * side, as a share of the picture's.
 */
export type AugmentPlan = Readonly<Record<AugmentOp, number>>;

export interface AugmentSet {
  readonly title: string;
  /** One sentence: why these and no others. */
  readonly reason: string;
  readonly plan: AugmentPlan;
}

/** The paper's strengths; also those of operations that are chosen one by one. */
const PAPER: AugmentPlan = {
  xFlip: 1,
  turn90: 1,
  integerShift: 0.125,
  isotropicScale: 0.2,
  rotation: 180,
  anisotropicScale: 0.2,
  fractionalShift: 0.125,
  brightness: 0.2,
  contrast: 0.5,
  noise: 0.1,
  cutout: 0.5,
};

/** How far a patient's position, coil and scanner vary: a few degrees and percent, and the grey scale. */
const SCAN: AugmentPlan = {
  xFlip: 0,
  turn90: 0,
  integerShift: 0.0625,
  isotropicScale: 0.1,
  rotation: 10,
  anisotropicScale: 0.05,
  fractionalShift: 0.03,
  brightness: 0.1,
  contrast: 0.25,
  noise: 0.05,
  cutout: 0,
};

export const AUGMENT_SETS = {
  brain: {
    title: 'Brain',
    reason:
      'No flips or 90° turns, because left and right and the orientation carry meaning, and no holes, because a missing ' +
      'square looks like a resection; head position, size, grey scale and noise do vary between scans.',
    plan: SCAN,
  },
  knee: {
    title: 'Knee',
    reason:
      'No flips or 90° turns, because they exchange front and back or the left and the right knee, and only small shifts, ' +
      'because the joint fills the field of view; flexion, size, grey scale and noise do vary.',
    plan: { ...SCAN, integerShift: 0.03, rotation: 15, fractionalShift: 0.02 },
  },
  digits: {
    title: 'Digits',
    reason:
      'No flips, turns or holes, because they make one digit look like another (6 and 9, 2 and 5, 8 and 3); slant, size, ' +
      'place and ink do vary between writers.',
    plan: { ...SCAN, integerShift: 0.125, isotropicScale: 0.15, rotation: 15, anisotropicScale: 0.1 },
  },
  all: {
    title: 'Everything',
    reason:
      'Every operation at the strength of the paper: the strongest help against overfitting, for pictures whose ' +
      'orientation means nothing.',
    plan: PAPER,
  },
} as const satisfies Readonly<Record<string, AugmentSet>>;
export type AugmentSetName = keyof typeof AUGMENT_SETS;

/** What makes p rise: the sign of D on reals (r_t), or D on held-out slices beside those it trains on (r_v). */
export type AugmentSignal = 'sign' | 'heldOut';

/** D(real) is above 0 for "real" only under these losses; under the others its zero is arbitrary. @see Karras 2020, section 3 */
export const AUGMENT_SIGNALS: Readonly<Record<Loss, AugmentSignal>> = {
  logistic: 'sign',
  minimax: 'sign',
  hinge: 'sign',
  'wgan-gp': 'heldOut',
  relativistic: 'heldOut',
};

/**
 * The plan of a set's name, or of a list of operations at the paper's strengths. Throws a sentence that names what is
 * unknown; augmentProblem gives the same sentence without throwing.
 */
export function augmentPlan(choice: AugmentOps): AugmentPlan {
  const problem = augmentProblem(choice);
  if (problem) throw new Error(problem);
  if (typeof choice === 'string') return AUGMENT_SETS[choice as AugmentSetName].plan;
  const strength = (op: AugmentOp): [AugmentOp, number] => [op, choice.includes(op) ? PAPER[op] : 0];
  return Object.fromEntries(AUGMENT_OPS.map(strength)) as Record<AugmentOp, number>;
}

/** Why `choice` is no set and no list of operations, as a sentence; undefined when it is one. */
export function augmentProblem(choice: AugmentOps): string | undefined {
  const isOp = (name: string) => AUGMENT_OPS.some((op) => op === name);
  if (typeof choice === 'string') {
    if (Object.hasOwn(AUGMENT_SETS, choice)) return undefined;
    return `There is no set of augmentations ${quoted(choice)}: choose ${Object.keys(AUGMENT_SETS).join(', ')}, or list operations.`;
  }
  const unknown = choice.find((name) => !isOp(name));
  if (unknown !== undefined)
    return `There is no augmentation ${quoted(unknown)}: choose from ${AUGMENT_OPS.join(', ')}.`;
  return choice.length > 0 ? undefined : 'The list of augmentations is empty: name at least one, or turn them off.';
}
