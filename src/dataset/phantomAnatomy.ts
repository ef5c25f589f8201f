/**
 * Random anatomy for the built-in phantoms: a modified Shepp-Logan head as painted ellipses, some with lobed edges. It
 * refuses to know pixels: phantom.ts paints. After Shepp and Logan, "The Fourier reconstruction of a head section"
 * (1974), with the parts and the brightness of a T1-weighted slice instead of a CT's.
 */
import { uniforms } from '../random/draws.ts';
import { STREAM } from '../random/streams.ts';

/** One painted shape; later shapes cover earlier ones. Lengths are in units of half the picture's side. */
export interface Shape {
  readonly x: number;
  readonly y: number;
  /** Half axes before turning. */
  readonly a: number;
  readonly b: number;
  /** Radians, clockwise on the screen. */
  readonly turn: number;
  /** 0 black, 1 white. */
  readonly level: number;
  /** Lobes around the edge (the folds of the cortex): count, depth as a share of the radius, phase. */
  readonly lobes: number;
  readonly depth: number;
  readonly phase: number;
}

export interface Anatomy {
  readonly shapes: readonly Shape[];
  /** Standard deviation of the noise; 1 is white. */
  readonly noise: number;
}

/** More draws than any head uses; fetching more never changes an earlier one. */
const DRAWS = 64;
const CIRCLE = 2 * Math.PI;

/** What varies from head to head, and how far; chosen by eye so that every head stays in the picture and plausible. */
const VARIES = {
  tilt: [-0.2, 0.2],
  shift: [-0.05, 0.05],
  length: [0.74, 0.9],
  widthShare: [0.72, 0.84],
  bone: [0.05, 0.075],
  scalpLevel: [0.7, 0.95],
  greyLevel: [0.4, 0.52],
  whiteContrast: [0.16, 0.28],
  fluidLevel: [0.08, 0.18],
  folds: [9, 15],
  foldDepth: [0.03, 0.07],
  noise: [0.008, 0.03],
  nucleus: [0.09, 0.13],
  ventricle: [0.5, 1.5],
  ventricleSide: [0.85, 1.15],
  ventricleLean: [0.15, 0.4],
  lesions: [0, 4],
  lesionAway: [0.35, 0.75],
  lesionSize: [0.025, 0.09],
  lesionRoundness: [0.7, 1.3],
  darkLesion: [0.2, 0.34],
  brightLesion: [0.85, 1],
  phase: [0, CIRCLE],
  unit: [0, 1],
} as const;

/** What every head has in common: places and sizes as shares of the brain's half axes or, for bone, of its thickness. */
const COMMON = {
  boneLevel: 0.04,
  boneStarts: 0.7,
  boneEnds: 1.8,
  brainStarts: 2.2,
  /** Grey matter's edge is lobed twice as finely and a third as deeply as white matter's. */
  greyDepth: 1 / 3,
  whiteDepth: 1.6,
  hemisphere: { x: 0.46, a: 0.36, b: 0.8, turn: 0.05 },
  callosum: { a: 0.5, b: 0.42 },
  cleft: { y: 0.8, a: 0.012, b: 0.24 },
  nucleus: { x: 0.3, y: 0.02, a: 0.75, b: 1.6, turn: 0.25, brighter: 0.04 },
  frontHorn: { x: 0.085, y: -0.17, a: 0.045, b: 0.17 },
  backHorn: { x: 0.12, y: 0.2, a: 0.05, b: 0.2 },
  /** Wide ventricles also lie further apart: this share of their place does not grow. */
  hornFixed: 0.6,
  third: { y: 0.05, a: 0.006, grows: 0.014, b: 0.1 },
  lesion: { lobes: 3, depth: 0.12 },
} as const;

const SIDES = [-1, 1] as const;

/** The head number `index` of a seed; the same at every resolution. */
export function phantomAnatomy(index: number, seed: number): Anatomy {
  // Even steps draw the anatomy, odd ones the noise.
  const draws = uniforms(seed, STREAM.phantom, 2 * index, DRAWS);
  let next = 0;
  const vary = (what: keyof typeof VARIES): number => {
    const [low, high] = VARIES[what];
    return low + (high - low) * (draws[next++] as number);
  };

  const tilt = vary('tilt');
  const centreX = vary('shift');
  const centreY = vary('shift');
  const length = vary('length');
  const width = length * vary('widthShare');
  const bone = vary('bone');
  const scalp = vary('scalpLevel');
  const grey = vary('greyLevel');
  const white = grey + vary('whiteContrast');
  const fluid = vary('fluidLevel');
  const lobes = Math.round(vary('folds'));
  const depth = vary('foldDepth');
  const phase = vary('phase');
  const noise = vary('noise');
  const brainA = width - COMMON.brainStarts * bone;
  const brainB = length - COMMON.brainStarts * bone;

  /** A shape in the head's own frame: x to the side, y to the back; moved and turned with the head. */
  const shape = (x: number, y: number, a: number, b: number, level: number, own: Partial<Shape> = {}): Shape => ({
    x: centreX + x * Math.cos(tilt) - y * Math.sin(tilt),
    y: centreY + x * Math.sin(tilt) + y * Math.cos(tilt),
    a,
    b,
    level,
    lobes: 0,
    depth: 0,
    phase: 0,
    ...own,
    turn: tilt + (own.turn ?? 0),
  });
  const layer = (thickness: number, level: number): Shape =>
    shape(0, 0, width - thickness * bone, length - thickness * bone, level);

  const { hemisphere, callosum, cleft, nucleus, frontHorn, backHorn, hornFixed, third, lesion } = COMMON;
  const shapes: Shape[] = [
    layer(0, scalp),
    layer(COMMON.boneStarts, COMMON.boneLevel),
    layer(COMMON.boneEnds, fluid),
    shape(0, 0, brainA, brainB, grey, { lobes: 2 * lobes, depth: COMMON.greyDepth * depth, phase }),
  ];
  // White matter: a lobed half each side, so that grey matter and the cleft stay free between them, joined in the middle.
  for (const side of SIDES)
    shapes.push(
      shape(side * brainA * hemisphere.x, 0, brainA * hemisphere.a, brainB * hemisphere.b, white, {
        lobes,
        depth: COMMON.whiteDepth * depth,
        phase: side * phase,
        turn: side * hemisphere.turn,
      }),
    );
  shapes.push(shape(0, 0, brainA * callosum.a, brainB * callosum.b, white));
  for (const end of SIDES) shapes.push(shape(0, end * cleft.y * brainB, cleft.a, cleft.b * brainB, fluid));

  // Thalami and basal ganglia: grey nuclei beside the ventricles.
  const size = vary('nucleus');
  for (const side of SIDES)
    shapes.push(
      shape(side * brainA * nucleus.x, nucleus.y, size * nucleus.a, size * nucleus.b, grey + nucleus.brighter, {
        turn: side * -nucleus.turn,
      }),
    );

  // Lateral ventricles: a front and a back horn each side, of one size a head, slightly unequal; then the third.
  const ventricle = vary('ventricle');
  const lean = vary('ventricleLean');
  for (const side of SIDES) {
    const own = ventricle * vary('ventricleSide');
    const apart = side * (hornFixed + (1 - hornFixed) * own);
    shapes.push(
      shape(apart * frontHorn.x, frontHorn.y, frontHorn.a * own, frontHorn.b, fluid, { turn: side * lean }),
      shape(apart * backHorn.x, backHorn.y, backHorn.a * own, backHorn.b, fluid, { turn: side * -lean }),
    );
  }
  shapes.push(shape(0, third.y, third.a + third.grows * ventricle, third.b, fluid));

  // None to three lesions, darker or brighter than what they lie in.
  const lesions = Math.floor(vary('lesions'));
  for (let i = 0; i < lesions; i++) {
    const angle = vary('phase');
    const away = vary('lesionAway');
    const a = vary('lesionSize');
    const b = a * vary('lesionRoundness');
    const level = vary('unit') < 1 / 2 ? vary('darkLesion') : vary('brightLesion');
    const x = away * brainA * Math.cos(angle);
    const y = away * brainB * Math.sin(angle);
    shapes.push(shape(x, y, a, b, level, { ...lesion, phase: angle }));
  }
  return { shapes, noise };
}
