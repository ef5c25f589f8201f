/** All sections of a report in their order, from the run's facts. It writes no file format. */
import { FIELDS } from '../../protocol/fields.ts';
import type { Block, Section } from './blocks.ts';
import { copyBlocks } from './copyBlocks.ts';
import { courseSections } from './courseSections.ts';
import type { ReportFacts } from './facts.ts';
import { kimgOf, kimgText } from './words.ts';

const COMMAS = new Intl.NumberFormat('en-GB');

export function reportSections(facts: ReportFacts): Section[] {
  return [
    { title: 'The run', blocks: [runTable(facts)] },
    { title: 'The data', blocks: dataBlocks(facts) },
    ...courseSections(facts),
    { title: 'Copies of training slices', blocks: copyBlocks(facts.copies) },
    { title: 'Limits', blocks: [{ kind: 'list', items: limitsOf(facts) }] },
    { title: 'Settings', blocks: [settingsTable(facts)] },
  ];
}

function runTable(facts: ReportFacts): Block {
  const { name, state, madeAt, adapter, config, nimg, parametersG, parametersD, ticks } = facts;
  const seconds = ticks.reduce(
    (sum, { stats }, i) =>
      sum + (stats['Timing/sec_per_kimg'] ?? 0) * kimgOf((ticks[i]?.nimg ?? 0) - (ticks[i - 1]?.nimg ?? 0)),
    0,
  );
  return {
    kind: 'table',
    caption: `Report made on ${madeAt} UTC`,
    head: ['', ''],
    rows: [
      ['Run', name],
      ['State', `${state} at ${kimgText(nimg)}`],
      ['Preset and seed', `${config.preset}, seed ${config.seed}`],
      [
        'Network',
        `${config.arch}, ${config.resolution} px, ${COMMAS.format(parametersG)} parameters in G, ${COMMAS.format(parametersD)} in D`,
      ],
      ['Classes', facts.classes.length > 0 ? facts.classes.join(', ') : 'none: the networks were not told them'],
      ['Trained on', adapter],
      ['Time of training', seconds > 0 ? `${COMMAS.format(Math.round(seconds))} s` : 'not known'],
    ],
  };
}

export function dataBlocks({ data }: ReportFacts): Block[] {
  if (typeof data === 'string')
    return [{ kind: 'text', text: `${data}. It was not open when this was made, so that nothing more is said of it.` }];
  const { name, kind, layout, slices, subjects, heldOutSubjects, heldOutSlices, trainingSlices, sizes, enlarged } =
    data;
  const [size] = sizes;
  const rows = [
    ['Data set', kind === 'phantom' ? `${name}: drawn by Gyrus, no patient` : name],
    ['Slices kept', COMMAS.format(slices)],
    ['Trained on', COMMAS.format(trainingSlices)],
    ['Subjects', `${subjects}, of which ${heldOutSubjects} with ${heldOutSlices} slices were held out`],
    ['Classes', data.classes.map(({ name, slices }) => `${name} ${slices}`).join(', ') || 'none'],
    ['Folders read as', layout],
    ['Most frequent size', size ? `${size.width} x ${size.height} px` : 'none'],
    ['Enlarged slices', String(enlarged)],
    ['Skipped files', data.skipped.map(({ reason, count }) => `${count} ${reason}`).join('; ') || 'none'],
    ['Label maps set aside', String(data.labelMaps)],
  ];
  return [
    { kind: 'table', caption: 'As Gyrus read it', head: ['', ''], rows },
    { kind: 'text', text: 'No real slice is in this file. The data stayed on the machine that trained.' },
  ];
}

function settingsTable({ config }: ReportFacts): Block {
  return {
    kind: 'table',
    caption: 'As at the end; "Alarms and changes" says what was changed while it trained',
    head: ['Setting', 'Value', 'Unit', 'Field'],
    rows: FIELDS.map(({ name, label, group, unit }) => [
      `${group}: ${label}`,
      valueText(config[name]),
      unit ?? '',
      name,
    ]),
  };
}

const valueText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** What a reader must not conclude, from what is and is not known of this run. */
export function limitsOf({ config, evaluations, copies, data, healthEvents }: ReportFacts): string[] {
  const limits = [
    'Generated pictures are not of patients and must not be used to diagnose, to plan treatment, or to stand in for patients without saying so.',
    'Numbers of a random or home-made extractor rank runs on the same data; they are no published FID and say nothing about anatomy. Look at the pictures.',
    `One run, one seed (${config.seed}): a difference between two runs may be chance.`,
    `Pictures have ${config.resolution} px, 8 bits, and slices were padded to squares: intensities have no physical unit.`,
  ];
  const last = evaluations.at(-1);
  if (!last) limits.push('Nothing was measured.');
  if (last && last.floorOf !== 'held-out subjects')
    limits.push('No subject was held out for the measurements: the floor compares slices of the same subjects.');
  if (!copies || copies.check.verdict === 'unknown')
    limits.push('Whether pictures copy training slices is not known: hold subjects out and look in Evaluate.');
  if (copies?.check.verdict === 'copies') limits.push('Pictures copy training slices: they can show a patient.');
  if (typeof data !== 'string' && data.subjects < FEW_SUBJECTS)
    limits.push(`${data.subjects} subjects are few: the pictures vary no more than these do.`);
  if (healthEvents.some(({ what }) => what === 'alarm'))
    limits.push('An alarm was raised while it trained: see above.');
  return limits;
}

/** Below this a sample says little about people. */
const FEW_SUBJECTS = 50;
