/** The sections of a report that show how training went: curves, measurements, alarms, and sheets from beginning to end. */
import type { SampleSheet } from '../../protocol/events.ts';
import type { Between, Evaluation, MetricId } from '../../protocol/judging.ts';
import { metricNumberText, metricText } from '../../protocol/metricTexts.ts';
import type { Block, CurveMark, Section } from './blocks.ts';
import type { ReportFacts } from './facts.ts';
import { pointsOf } from './thinnedSteps.ts';
import { kimgOf, kimgText } from './words.ts';

/** Sheets shown, the first and the last among them. */
const SHEETS = 5;
const BETTER = { lower: 'lower', higher: 'higher', band: 'as among reals' } as const;
/** One point is no curve. */
const FEWEST_MEASUREMENTS = 2;

export function courseSections(facts: ReportFacts): Section[] {
  return [curveSection(facts), metricSection(facts), eventSection(facts), sheetSection(facts)];
}

function curveSection(facts: ReportFacts): Section {
  const { steps } = facts;
  if (steps.nimg.length === 0)
    return { title: 'Curves', blocks: [{ kind: 'text', text: 'No step was told: there are no curves.' }] };
  const marks = marksOf(facts);
  return {
    title: 'Curves',
    blocks: [
      {
        kind: 'curves',
        title: 'Loss',
        unit: 'means of equal stretches of steps',
        curves: [
          { name: 'generator', as: 'generator', ...pointsOf(steps, 'Loss/G/loss') },
          { name: 'critic', as: 'critic', ...pointsOf(steps, 'Loss/D/loss') },
        ],
        marks,
      },
      {
        kind: 'curves',
        title: "The critic's scores",
        unit: 'logits',
        curves: [
          { name: 'real', as: 'real', ...pointsOf(steps, 'Loss/scores/real') },
          { name: 'generated', as: 'generated', ...pointsOf(steps, 'Loss/scores/fake') },
        ],
        marks,
      },
    ],
  };
}

function marksOf({ stages, changes, healthEvents, nimg }: ReportFacts): CurveMark[] {
  const grown = stages
    .filter(({ startNimg }) => startNimg > 0 && startNimg <= nimg)
    .map(({ startNimg, resolution }) => ({ x: kimgOf(startNimg), name: `grows to ${resolution} px` }));
  const changed = changes.map(({ nimg, field }) => ({ x: kimgOf(nimg), name: `${field} changed` }));
  const alarms = healthEvents
    .filter(({ what }) => what === 'alarm')
    .map(({ nimg }) => ({ x: kimgOf(nimg), name: 'alarm' }));
  return [...grown, ...changed, ...alarms];
}

function metricSection({ evaluations, advice }: ReportFacts): Section {
  const last = evaluations.at(-1);
  if (!last)
    return {
      title: 'Measurements',
      blocks: [{ kind: 'text', text: 'Nothing was measured, so nothing is claimed about quality or variety.' }],
    };
  const blocks: Block[] = [
    metricTable(last),
    {
      kind: 'text',
      text: `Features were made by "${last.extractor}". This is no Inception network: these numbers compare with others of the same extractor and of as many pictures, never with published FIDs or KIDs. Real to real compares training slices with ${last.floorOf === 'held-out subjects' ? 'slices of held-out subjects' : 'each other, in halves'}; a generator can hardly do better than that. Ranges are the middle 95 % over random choices of the pictures at hand.${last.scales > 0 ? ` MS-SSIM has ${last.scales} scales at this size.` : ''}`,
    },
    ...curveOf(evaluations),
  ];
  if (advice) blocks.push({ kind: 'text', text: advice.sentence });
  return { title: 'Measurements', blocks };
}

export function metricTable({ numbers, pictures, resolution, nimg }: Evaluation): Extract<Block, { kind: 'table' }> {
  return {
    kind: 'table',
    caption: `At ${kimgText(nimg)}, ${resolution} px, ${pictures} pictures of each kind`,
    head: ['Metric', 'Generated', 'Range', 'Real to real', 'Range', 'Better'],
    rows: numbers.map(({ id, value, interval, floor, floorInterval }) => {
      const { name, better, unit } = metricText(id);
      const text = (written: number) => metricNumberText(id, written);
      const between = ({ low, high }: Between) => `${text(low)} to ${text(high)}`;
      const named = unit === undefined ? name : `${name}, ${unit}`;
      return [named, text(value), between(interval), text(floor), between(floorInterval), BETTER[better]];
    }),
  };
}

/** The first metric, over the run's last resolution. */
function curveOf(evaluations: readonly Evaluation[]): Block[] {
  const last = evaluations.at(-1);
  const id: MetricId | undefined = last?.numbers[0]?.id;
  if (!last || id === undefined) return [];
  const points = evaluations
    .filter(({ resolution }) => resolution === last.resolution)
    .flatMap(({ nimg, numbers }) => {
      const found = numbers.find((number) => number.id === id);
      return found ? [{ x: kimgOf(nimg), y: found.value, floor: found.floorInterval }] : [];
    });
  const floor = points.at(-1)?.floor;
  if (points.length < FEWEST_MEASUREMENTS || !floor) return [];
  return [
    {
      kind: 'curves',
      title: metricText(id).name,
      unit: `at ${last.resolution} px`,
      curves: [{ name: 'generated', as: 'generated', x: points.map(({ x }) => x), y: points.map(({ y }) => y) }],
      band: { name: 'real to real', ...floor },
      marks: [],
    },
  ];
}

function eventSection({ healthEvents, changes }: ReportFacts): Section {
  const told = [
    ...healthEvents.map(({ nimg, sentence }) => ({ nimg, sentence })),
    ...changes.map(({ nimg, field, from, to, because }) => ({
      nimg,
      sentence: `${field} from ${JSON.stringify(from)} to ${JSON.stringify(to)}${because === undefined ? ', by hand' : `: ${because}`}`,
    })),
  ].sort((a, b) => a.nimg - b.nimg);
  return {
    title: 'Alarms and changes',
    blocks: [
      told.length > 0
        ? { kind: 'list', items: told.map(({ nimg, sentence }) => `${kimgText(nimg)}: ${sentence}`) }
        : { kind: 'text', text: 'No alarm was raised and no setting was changed while it trained.' },
    ],
  };
}

function sheetSection({ sheets }: ReportFacts): Section {
  const chosen = spread(sheets, SHEETS);
  return {
    title: 'Generated pictures',
    blocks: [
      {
        kind: 'text',
        text: 'SYNTHETIC: no picture here is of a patient. The same seeds, from the beginning to the end.',
      },
      ...chosen.map((sheet): Block => ({ kind: 'picture', png: sheet.png, caption: captionOf(sheet) })),
    ],
  };
}

function captionOf({ nimg, epoch, resolution, seeds, psi, rowLabels }: SampleSheet): string {
  const seedText = seeds.length > 0 ? `seeds ${Math.min(...seeds)} to ${Math.max(...seeds)}` : 'no seeds';
  const rows = rowLabels ? `; rows are ${rowLabels.join(', ')}` : '';
  return `${kimgText(nimg)}, epoch ${epoch}, ${resolution} px, ${seedText}, psi ${psi}, averaged weights${rows}`;
}

/** At most `most` of them, evenly over the list, both ends included. */
function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))] as T);
}
