/** Numbers and names as a report writes them. It knows no file format. */
import type { Between, MetricId } from '../../protocol/judging.ts';

const IMAGES_PER_KIMG = 1000;
const PRECISION = 3;

export const kimgOf = (nimg: number) => nimg / IMAGES_PER_KIMG;

/** "281.0 kimg". */
export const kimgText = (nimg: number) => `${kimgOf(nimg).toFixed(1)} kimg`;

/** Three digits that count, without an exponent where that reads well. */
export function numberText(value: number): string {
  if (value === 0) return '0';
  const text = value.toPrecision(PRECISION);
  return text.includes('e') ? text : String(Number(text));
}

export const betweenText = ({ low, high }: Between) => `${numberText(low)} to ${numberText(high)}`;

/** The metric in words, with its scale and which way is better. */
export function metricText(id: MetricId): { readonly name: string; readonly better: string } {
  if (id === 'swd') return { name: 'Sliced Wasserstein distance, mean of its levels, x 1000', better: 'lower' };
  if (id.startsWith('swd/'))
    return { name: `Sliced Wasserstein distance, ${id.slice('swd/'.length)} px, x 1000`, better: 'lower' };
  const rest: Readonly<Record<string, { readonly name: string; readonly better: string }>> = {
    msSsim: { name: 'MS-SSIM of pairs', better: 'as among reals' },
    kid: { name: 'Kernel distance (KID)', better: 'lower' },
    frechet: { name: 'Frechet distance', better: 'lower' },
    precision: { name: 'Precision', better: 'higher' },
    recall: { name: 'Recall', better: 'higher' },
    density: { name: 'Density', better: 'as among reals' },
    coverage: { name: 'Coverage', better: 'higher' },
  };
  return rest[id] ?? { name: id, better: 'as among reals' };
}
