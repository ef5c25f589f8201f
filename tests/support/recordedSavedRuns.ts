/**
 * Recorded moments of saved runs and recovery, as the events that lead there: a list of runs, saves that failed, a lost GPU and
 * the way back. Synthetic numbers and drawn pictures; nothing was ever stored.
 */
import type { LiveChange, SampleSheet, TrainerEvent } from '../../src/protocol/events.ts';
import type { Failure, FailureCode } from '../../src/protocol/failure.ts';
import type { SavedRun, StorageFacts } from '../../src/protocol/savedRuns.ts';
import { STEP_STATS, type StepBlock, type TickRecord } from '../../src/protocol/stats.ts';
import { RECORDED_CONFIG, RECORDED_RUN_ID, recordedPreparation, recordedRun } from './recordedRun.ts';
import { recordedSheet } from './recordedSheets.ts';

const runId = RECORDED_RUN_ID;
const [ready] = recordedPreparation();
/** Kimg at which the recorded run was saved, and where it had got to. */
const SAVED_KIMG = 18;
const REACHED_KIMG = 21;
const RUN_LENGTH = 30_000;
const MINUTE_MS = 60_000;

/** A moment on the clock of whoever looks, so that ages are as in use. */
const minutesAgo = (minutes: number) => Date.now() - minutes * MINUTE_MS;

const STORAGE: StorageFacts = {
  isPersistent: false,
  usage: 421_300_000,
  quota: 48_200_000_000,
  parts: { samples: 12_100_000, cache: 51_900_000, runs: 357_300_000 },
};

const DENIED: Failure = {
  code: 'storage-denied',
  message: 'This browser allows the page no storage, as private windows often do: open Gyrus in an ordinary window.',
};

/** Runs as a browser in use keeps them; those whose ids are `held` are open here. */
export function recordedSavedRuns(): SavedRun[] {
  const data = { hash: 'a', name: 'recorded phantoms (synthetic)', slices: 512, isKept: true };
  const common = { held: 'free', totalNimg: RUN_LENGTH, preset: 'phantom32', resolution: 32, data } as const;
  return [
    {
      ...common,
      ...{ runId, name: 'phantom32, 28 Nov', state: 'interrupted', nimg: SAVED_KIMG * 1000, bytes: 58_300_000 },
      ...{ createdAt: minutesAgo(130), savedAt: minutesAgo(2), thumbnail: recordedSheet(1000, 32, 6, 6, 0.2).png },
    },
    {
      ...common,
      ...{ runId: 'second', name: 'AD and NC by class, with a very long name that a person gave it in one go' },
      ...{ preset: 'adni128', resolution: 128, state: 'interrupted', nimg: 281_200, totalNimg: 600_000 },
      ...{ createdAt: minutesAgo(9000), savedAt: minutesAgo(1500), bytes: 212_700_000 },
      thumbnail: recordedSheet(40, 32, 6, 6, 0).png,
      data: { hash: 'b', name: 'AD_NC.zip', slices: 30_520, isKept: false },
    },
    {
      ...common,
      ...{ runId: 'third', name: 'other tab', state: 'interrupted', held: 'elsewhere', nimg: 4000, bytes: 58_300_000 },
      ...{ createdAt: minutesAgo(50), savedAt: minutesAgo(1) },
    },
    {
      ...common,
      ...{ runId: 'fourth', name: 'first try', state: 'finished', nimg: RUN_LENGTH, bytes: 28_000_000 },
      ...{ createdAt: minutesAgo(700_000), savedAt: minutesAgo(690_000) },
      thumbnail: recordedSheet(7, 32, 6, 6, 0.5).png,
    },
  ];
}

const listed = (runs = recordedSavedRuns(), storage = STORAGE): TrainerEvent => ({
  type: 'runs/listed',
  runs,
  storage,
});
const saved = (): TrainerEvent => ({
  ...{ type: 'run/saved', runId, nimg: SAVED_KIMG * 1000, at: minutesAgo(2), bytes: 58_300_000 },
});
const refused = (code: FailureCode, message: string): TrainerEvent => ({
  type: 'failure',
  scope: 'runs',
  failure: { code, message },
});
const during = () => [...recordedPreparation(), ...recordedRun(REACHED_KIMG), saved()];
const hereNow = () => recordedSavedRuns().map((run) => (run.runId === runId ? { ...run, held: 'here' as const } : run));

const LOST: TrainerEvent = {
  type: 'engine/recovering',
  cause: { code: 'device-lost', message: 'The graphics driver took the GPU away at 21.0 kimg.' },
  ...{ attempt: 1, attempts: 3, waitMs: 2000 },
};

/** The recorded run as its save at `kimg` holds it. */
export function recordedRestore(kimg: number, changes: readonly LiveChange[] = []): TrainerEvent {
  const blocks: StepBlock[] = [];
  const ticks: TickRecord[] = [];
  const sheets: SampleSheet[] = [];
  const events = recordedRun(kimg);
  for (const event of events) {
    if (event.type === 'run/progress') blocks.push(event.steps);
    if (event.type === 'run/tick') ticks.push(event.record);
    if (event.type === 'run/sheet') sheets.push(event.sheet);
  }
  const [started] = events;
  if (started?.type !== 'run/started') throw new Error('The recorded run does not begin with run/started.');
  const steps = joined(blocks);
  return {
    type: 'run/restored',
    ...{ runId, config: RECORDED_CONFIG, plan: started.plan, nimg: steps.nimg.at(-1) ?? 0, savedAt: minutesAgo(2) },
    ...{ steps, ticks, sheets, changes, evaluations: [], healthEvents: [] },
  };
}

function joined(blocks: readonly StepBlock[]): StepBlock {
  const values = STEP_STATS.map((stat) => [
    stat,
    Float32Array.from(blocks.flatMap((block) => [...block.values[stat]])),
  ]);
  return {
    nimg: Float64Array.from(blocks.flatMap(({ nimg }) => [...nimg])),
    resolution: Uint16Array.from(blocks.flatMap(({ resolution }) => [...resolution])),
    alpha: Float32Array.from(blocks.flatMap(({ alpha }) => [...alpha])),
    values: Object.fromEntries(values),
  };
}

/** What the guard does after a step that was not finite: back to the save, with a smaller learning rate. */
function guarded(): TrainerEvent[] {
  const because = 'The critic’s gradient was not finite.';
  const change = { nimg: SAVED_KIMG * 1000, field: 'dLr', from: 0.002, to: 0.001, because } as const;
  return [
    { ...recordedRestore(SAVED_KIMG, [change]), because } as TrainerEvent,
    { type: 'run/state', runId, state: 'training' },
    { type: 'run/changed', runId, config: { ...RECORDED_CONFIG, dLr: 0.001 }, changes: [change] },
  ];
}

/** What the page shows at each moment; "view" shows the Runs view. */
export const SAVED_RUN_MOMENTS: Readonly<Record<string, () => readonly (TrainerEvent | undefined)[]>> = {
  saved: () => [ready, listed()],
  savedData: () => [...recordedPreparation(), listed()],
  runsView: () => [...during(), listed(hereNow())],
  runsOver: () => [...during(), { type: 'run/state', runId, state: 'stopped' }, listed(hereNow())],
  noRuns: () => [...during(), listed([], { ...STORAGE, parts: { samples: 0, cache: 0, runs: 0 } })],
  recovering: () => [...during(), LOST],
  recovered: () => [
    ...during(),
    LOST,
    ready,
    recordedRestore(SAVED_KIMG),
    { type: 'run/state', runId, state: 'training' },
  ],
  guarded: () => [...during(), ...guarded()],
  denied: () => [
    ...recordedPreparation(),
    listed([], { failure: DENIED, parts: { samples: 0, cache: 0, runs: 0 } }),
    ...recordedRun(REACHED_KIMG),
    { type: 'run/unsaved', runId, failure: DENIED },
  ],
  deniedData: () => [
    ...recordedPreparation(),
    listed([], { failure: DENIED, parts: { samples: 0, cache: 0, runs: 0 } }),
  ],
  full: () => [
    ...during(),
    listed(hereNow()),
    {
      ...{ type: 'run/unsaved', runId },
      failure: { code: 'storage-full', message: 'The browser has no room left for the checkpoint, 58.3 MB.' },
    },
  ],
  noData: () => [ready, listed(), refused('no-data', 'The slices of this run are not kept here: add its zip first.')],
  otherData: () => [
    ...recordedPreparation(),
    listed(),
    refused('other-data', 'The data set that is present is another one than this run was trained on.'),
  ],
};

/** Moments at which the Runs view is shown, and those at which the second run was asked for. */
export const IN_RUNS_VIEW: readonly string[] = ['runsView', 'runsOver', 'noRuns'];
export const ASKED_FOR_SECOND: readonly string[] = ['noData', 'otherData'];
