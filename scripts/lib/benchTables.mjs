// @ts-check
/** A report of npm run bench as Markdown tables, for the terminal and for docs/performance.md alike. Pure. */

/** @typedef {import('./benchRun.mjs').BenchReport} BenchReport */
/** @typedef {import('../../bench/main.ts').StepReport} StepReport */
/** @typedef {import('../../bench/studio.ts').StudioReport} StudioReport */

const BYTES_A_MEGABYTE = 1e6;
/** Milliseconds from here on have no decimals. */
const WHOLE_FROM = 100;
const STEP = 'step';
const STEP_WITH_R1 = 'step with R1';
const STOCK = 'stock';

/** @param {BenchReport} report */
export function tablesOf(report) {
  const { steps, torch, convolutions, presets, kernels, studio } = report;
  const blocks = [
    `${report.adapter}\n${report.browser}, ${report.date.slice(0, 10)}, ${report.rounds} rounds\n\`${report.command}\``,
    ...(steps ? stepBlocks(steps, torch) : []),
    ...(!steps && torch ? [torchLine(torch)] : []),
    ...(convolutions
      ? [
          table(
            ['convolution', 'pass', 'ours ms', 'stock ms', 'stock / ours'],
            convolutions.map(({ shape, pass, ours, stock, ratio }) => [
              shape,
              pass,
              ours.toFixed(2),
              stock.toFixed(2),
              times(ratio),
            ]),
          ),
        ]
      : []),
    ...(presets
      ? [
          table(
            ['preset', 'pixels', 'batch', 's/kimg'],
            presets.map(({ preset, resolution, batch, secondsPerKimg }) => [
              preset,
              String(resolution),
              String(batch),
              secondsPerKimg.toFixed(1),
            ]),
          ),
        ]
      : []),
    ...(kernels
      ? [
          table(
            ['kernel of a step with R1', 'dispatches', 'ms alone'],
            kernels.map(({ label, dispatches, milliseconds }) => [label, String(dispatches), milliseconds.toFixed(2)]),
          ),
        ]
      : []),
    ...(studio ?? []).flatMap(studioBlocks),
  ];
  return blocks.join('\n\n');
}

/**
 * @param {StepReport} steps
 * @param {BenchReport['torch']} torch
 */
function stepBlocks({ settings, parameters, counts, times: measured }, torch) {
  const head = `${settings.preset}, ${settings.resolution} px, batch ${settings.batch}: ${parameters.G} parameters in G, ${parameters.D} in D`;
  const rows = Object.entries(counts).flatMap(([world, { parts }]) =>
    Object.entries(parts).map(([part, count]) => {
      const time = measured[world]?.[part];
      return [
        world,
        part,
        count.dispatches,
        count.copies,
        count.submits,
        count.buffers,
        count.bindGroups,
        count.pipelines,
        count.uploads,
        count.uploadedBytes,
        time ? time.js.toFixed(1) : '',
        time ? time.wall.toFixed(0) : '',
      ].map(String);
    }),
  );
  const columns = ['step', 'part', 'dispatches', 'copies', 'submits', 'buffers', 'bind groups', 'pipelines'];
  const memory = Object.entries(counts).map(([world, { peakBytes, memory: facts }]) => [
    world,
    megabytes(peakBytes),
    facts ? megabytes(facts.temporaryBytes) : '',
    facts ? megabytes(facts.minimumBytes) : '',
    facts ? times(peakBytes / facts.minimumBytes) : '',
  ]);
  const ratios = ratiosOf(measured, torch);
  return [
    head,
    table([...columns, 'uploads', 'bytes uploaded', 'JS ms', 'wall ms'], rows),
    table(['step', 'peak MB', 'temporaries MB', 'minimum MB', 'peak / minimum'], memory),
    ...(ratios.length > 0 ? [table(['step', 'beside', 'step', 'with R1'], ratios)] : []),
    ...(torch ? [torchLine(torch)] : []),
  ];
}

/**
 * How many times faster ours is: above 1, ours is faster.
 * @param {StepReport['times']} measured
 * @param {BenchReport['torch']} torch
 */
function ratiosOf(measured, torch) {
  const ours = Object.entries(measured).filter(([world, parts]) => world !== STOCK && parts[STEP] !== undefined);
  /** @type {[string, number | undefined, number | undefined][]} */
  const others = [
    ['stock', measured[STOCK]?.[STEP]?.wall, measured[STOCK]?.[STEP_WITH_R1]?.wall],
    ['PyTorch, one thread', torch?.step, torch?.stepWithR1],
  ];
  return ours.flatMap(([world, parts]) =>
    others
      .filter(([, step]) => step !== undefined)
      .map(([name, step = Number.NaN, withR1 = Number.NaN]) => [
        world,
        name,
        times(step / (parts[STEP]?.wall ?? Number.NaN)),
        times(withR1 / (parts[STEP_WITH_R1]?.wall ?? Number.NaN)),
      ]),
  );
}

/** @param {StudioReport} studio */
function studioBlocks({ settings, rows }) {
  const { preset, resolution, batch, slices, windowSteps, periodSteps } = settings;
  const head = `A run of ${preset} at ${resolution} px, batch ${batch}, ${slices} phantoms`;
  const short =
    windowSteps < periodSteps
      ? [
          `Windows of ${windowSteps} steps are shorter than the penalties’ period of ${periodSteps}: they compare unlike steps.`,
        ]
      : [];
  /** @param {number | undefined} value */
  const milliseconds = (value) => (value === undefined ? '' : value.toFixed(value < WHOLE_FROM ? 1 : 0));
  const cells = rows.map((row) => [
    row.what,
    row.how,
    String(row.times),
    milliseconds(row.msAStep),
    row.besideAlone === undefined ? '' : times(row.besideAlone),
    milliseconds(row.waitMs),
    milliseconds(row.drawMs),
    milliseconds(row.wholeMs),
    milliseconds(row.lostMs),
    row.lateSteps === undefined ? '' : String(row.lateSteps),
  ]);
  const columns = ['what', 'how', 'times', 'ms a step', 'beside alone', 'wait ms', 'drawing ms', 'whole ms', 'lost ms'];
  return [head, ...short, table([...columns, 'late steps'], cells)];
}

/** @param {NonNullable<BenchReport['torch']>} torch */
function torchLine({ torch, step, stepWithR1 }) {
  return `PyTorch ${torch}, one thread: ${step.toFixed(0)} ms a step, ${stepWithR1.toFixed(0)} ms with R1`;
}

/** @param {number} factor */
const times = (factor) => `${factor.toFixed(2)}x`;

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / BYTES_A_MEGABYTE).toFixed(1);

/**
 * A Markdown table with columns as wide as their widest cell; all but the first two are numbers and stand to the right.
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function table(head, rows) {
  const leftColumns = 2;
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  /** @param {readonly string[]} cells */
  const line = (cells) =>
    `| ${widths.map((width, i) => (i < leftColumns ? (cells[i] ?? '').padEnd(width) : (cells[i] ?? '').padStart(width))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i < leftColumns ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
