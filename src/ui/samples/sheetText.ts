/** The words under a sample sheet: which seeds, when in the run, how large. It refuses to draw. */
import type { SampleSheet } from '../../protocol/events.ts';

/** "Seeds 1000 to 1035" where they count up by one, "Seed 7" for one, else the list, cut after a few. */
export function seedsText(seeds: readonly number[]): string {
  const first = seeds[0];
  if (first === undefined) return 'No seeds';
  if (seeds.length === 1) return `Seed ${first}`;
  if (seeds.every((seed, index) => seed === first + index)) return `Seeds ${first} to ${first + seeds.length - 1}`;
  const shown = seeds.slice(0, SEEDS_LISTED).join(', ');
  return seeds.length > SEEDS_LISTED ? `Seeds ${shown} and ${seeds.length - SEEDS_LISTED} more` : `Seeds ${shown}`;
}

/** The seeds as a sheet shows them: of a class sheet one row's, which every row repeats. */
export function sheetSeedsText({ seeds, columns, rowLabels }: SampleSheet): string {
  return rowLabels ? `${seedsText(seeds.slice(0, columns))} in every row` : seedsText(seeds);
}

/** "rows: AD, NC" of a class sheet, from the top; undefined where the rows are no classes. */
export function rowsText({ rowLabels }: Pick<SampleSheet, 'rowLabels'>): string | undefined {
  return rowLabels && `rows: ${rowLabels.join(', ')}`;
}

/** How many scattered seeds fit one caption line. */
const SEEDS_LISTED = 8;

/** kimg with one decimal, as everywhere on the page. */
export function kimgText(kimg: number): string {
  return kimg.toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** What the Epoch slider says of its value: "epoch 443, 281.0 kimg, 128 by 128". */
export function sheetValueText(sheet: SampleSheet): string {
  return `epoch ${Math.floor(sheet.epoch)}, ${kimgText(sheet.kimg)} kimg, ${sheet.resolution} by ${sheet.resolution}`;
}

/** "Generated samples at 281.0 kimg, difference from 9.0 kimg". */
export function comparedLabel(shown: SampleSheet, compared: SampleSheet, mode: 'blend' | 'difference'): string {
  const how = mode === 'difference' ? 'difference from' : 'blended with';
  return `Generated samples at ${kimgText(shown.kimg)} kimg, ${how} ${kimgText(compared.kimg)} kimg`;
}

/** A file name that tells the run's moment: "samples-000281kimg-epoch443.png". */
export function sheetFileName(sheet: SampleSheet): string {
  const digits = 6; // as network-snapshot-NNNNNN
  return `samples-${String(Math.floor(sheet.kimg)).padStart(digits, '0')}kimg-epoch${Math.floor(sheet.epoch)}.png`;
}
