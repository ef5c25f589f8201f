/** What the file of one generated picture is called, and the words inside it. Pure. */
import { type NoiseKind, SYNTHETIC_NOTE } from '../protocol/explore.ts';
import type { PngTexts } from './pngText.ts';

export interface PictureFacts {
  readonly seed: number;
  readonly psi: number;
  readonly noise: NoiseKind;
  /** Missing where the networks know no classes. */
  readonly className?: string;
  readonly nimg: number;
  readonly preset: string;
}

const IMAGES_PER_KIMG = 1000;
const KIMG_DECIMALS = 3;
/** Of the largest seed, so that names sort by seed. */
const SEED_DIGITS = 10;
const NOT_IN_NAMES = /[^\p{L}\p{N}._-]+/gu;

/** "seed0000001015-psi0.70-NC-281.000kimg-oasis128-SYNTHETIC.png". */
export function pictureFileName({ seed, psi, noise, className, nimg, preset }: PictureFacts): string {
  const parts = [
    `seed${String(seed).padStart(SEED_DIGITS, '0')}`,
    `psi${psi.toFixed(2)}`,
    ...(className === undefined ? [] : [className]),
    ...(noise === 'constant' ? [] : [`${noise}-noise`]),
    `${exactKimg(nimg)}kimg`,
    preset,
    'SYNTHETIC',
  ];
  return `${parts.map((part) => part.replace(NOT_IN_NAMES, '_')).join('-')}.png`;
}

/** Reals shown to D in thousands, to the single real: "281.000". */
function exactKimg(nimg: number): string {
  return (nimg / IMAGES_PER_KIMG).toFixed(KIMG_DECIMALS);
}

/** Keywords are PNG's own where it has them. */
export function pictureTexts({ seed, psi, noise, className, nimg, preset }: PictureFacts): PngTexts {
  return {
    Comment: SYNTHETIC_NOTE,
    Software: 'Gyrus',
    seed: String(seed),
    psi: String(psi),
    ...(className === undefined ? {} : { class: className }),
    noise,
    kimg: exactKimg(nimg),
    preset,
  };
}
