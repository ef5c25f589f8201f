/** A comparison and pairs as a recorded page meets them: made-up points and numbers, drawn heads. */
import type { TrainerEvent } from '../../src/protocol/events.ts';
import { recordedSheet } from './recordedSheets.ts';

const COUNT = 400;
const NAMES = ['phantom32, 28 Nov', 'first try'] as const;

/** Two crescents, `apart` from each other, the same each time. */
function points(apart: number) {
  const values = new Float32Array(4 * COUNT);
  for (let i = 0; i < 2 * COUNT; i++) {
    const side = i < COUNT ? -1 : 1;
    const angle = (i % COUNT) * 2.399963;
    const reach = 2 + Math.sin(i * 12.9898);
    values[2 * i] = Math.cos(angle) * reach * 2 + side * apart;
    values[2 * i + 1] = Math.sin(angle) * reach;
  }
  return { points: values, first: COUNT };
}

const interval = (value: number) => ({ low: value - 0.04, high: value + 0.04 });
const numbers = (nearest: number, silhouette: number, auc: number) => [
  { id: 'oneNearest' as const, value: nearest, interval: interval(nearest), ifNone: 0.5 },
  { id: 'silhouette' as const, value: silhouette, interval: interval(silhouette), ifNone: 0 },
  { id: 'auc' as const, value: auc, interval: interval(auc), ifNone: 0.5 },
];

export function recordedComparison(): TrainerEvent {
  return {
    type: 'compare/embedded',
    requestId: 'recorded',
    comparison: {
      ...{ method: 'umap', extractor: 'random conv v1, seed 0, 32 px grey, standardised', seed: 2000, psi: 1 },
      ...{ names: NAMES, nimg: [18_000, 30_000] },
      real: { embedded: points(0.1), numbers: numbers(0.53, 0.01, 0.52), pictures: COUNT },
      generated: { embedded: points(2), numbers: numbers(0.64, 0.07, 0.66), pictures: COUNT },
      sentence:
        'The real AD and NC slices are not separated; the generated ones are, a little. The models exaggerate the difference. (Recorded.)',
    },
  };
}

export function recordedPairs(): TrainerEvent {
  const seeds = Array.from({ length: 8 }, (_, i) => 2000 + i);
  return {
    type: 'compare/paired',
    requestId: 'recorded',
    pairs: {
      ...{ seeds, look: { psi: 1, noise: 'constant' }, names: NAMES, nimg: [18_000, 30_000], averaged: 64, gain: 8 },
      sheet: recordedSheet(1, 32, seeds.length, 3, 0.05),
      mean: recordedSheet(5, 32, 1, 1, 0.4),
    },
  };
}
