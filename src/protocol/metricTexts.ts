/** What each metric is called and which way it is better: words that page, report and advice share. It measures nothing. */
import type { MetricId } from './judging.ts';

export interface MetricText {
  readonly name: string;
  /** band: neither less nor more than real pictures have. */
  readonly better: 'lower' | 'higher' | 'band';
  /** Numbers are written times this, so that no one counts zeros. */
  readonly times: 1 | 1000;
  /** "× 10³", where what is written is a thousand times what the paper defines. */
  readonly unit?: string;
  /** Made with features: the extractor's name belongs beside it. */
  readonly ofFeatures: boolean;
}

const THOUSANDTHS = 1000;
/** The distances that papers print in thousandths. */
const UNIT = '× 10³';
const OTHERS: Readonly<Record<Exclude<MetricId, `swd/${number}`>, MetricText>> = {
  swd: {
    name: 'Sliced Wasserstein, mean of levels',
    better: 'lower',
    times: 1, // measured in thousandths already
    unit: UNIT,
    ofFeatures: false,
  },
  msSsim: { name: 'MS-SSIM of pairs', better: 'band', times: 1, ofFeatures: false },
  kid: { name: 'KID', better: 'lower', times: THOUSANDTHS, unit: UNIT, ofFeatures: true },
  frechet: { name: 'Fréchet distance', better: 'lower', times: 1, ofFeatures: true },
  precision: { name: 'Precision', better: 'higher', times: 1, ofFeatures: true },
  recall: { name: 'Recall', better: 'higher', times: 1, ofFeatures: true },
  density: { name: 'Density', better: 'higher', times: 1, ofFeatures: true },
  coverage: { name: 'Coverage', better: 'higher', times: 1, ofFeatures: true },
};

/** The words of a metric; a level of the sliced Wasserstein distance is named by its side in pixels. */
export function metricText(id: MetricId): MetricText {
  if (!isLevel(id)) return OTHERS[id];
  return { ...OTHERS.swd, name: `Sliced Wasserstein, ${id.slice('swd/'.length)} px` };
}

/** 10.6 as "10.6", 0.3123 as "0.312": about three digits, with a true minus; what is written in thousandths, times 1000. */
export function metricNumberText(id: MetricId, value: number): string {
  const written = value * metricText(id).times;
  const decimals = DECIMALS.find(({ from }) => Math.abs(written) >= from)?.decimals ?? MOST_DECIMALS;
  return written
    .toLocaleString('en-US', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: 'negative',
    })
    .replace('-', '−');
}

/** Of a number below 1: the intervals of a thousand pictures say no more. */
const MOST_DECIMALS = 3;
const DECIMALS = [
  { from: 100, decimals: 0 },
  { from: 10, decimals: 1 },
  { from: 1, decimals: 2 },
];

function isLevel(id: MetricId): id is `swd/${number}` {
  return id.startsWith('swd/');
}
