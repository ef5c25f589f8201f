/**
 * Draws the real page over a recorded run, for looking at it and for screenshots: `recorded.html?at=training&view=explore`. It is
 * served by the development server alone, is no part of the build, and says "Recorded" on every picture of it.
 */
import { createRoot } from 'react-dom/client';
import type { Client, ClientRequest, ReplyTo } from '../../src/client/client.ts';
import type { TrainerEvent } from '../../src/protocol/events.ts';
import { FailureError } from '../../src/protocol/failure.ts';
import { planStages } from '../../src/protocol/plan.ts';
import type { ViewName } from '../../src/state/appState.ts';
import { estimating, readingDataset, resumingRun, viewing } from '../../src/state/choices.ts';
import { initialState } from '../../src/state/initialState.ts';
import { createAppStore } from '../../src/state/store.ts';
import { App } from '../../src/ui/App.tsx';
import { createActions } from '../../src/ui/actions.ts';
import { recordedReply } from './recordedExplore.ts';
import { HEALTH_MOMENTS } from './recordedHealth.ts';
import { RECORDED_CONFIG, RECORDED_RUN_ID, RECORDED_SUMMARY, recordedPreparation, recordedRun } from './recordedRun.ts';
import { ASKED_FOR_SECOND, IN_RUNS_VIEW, SAVED_RUN_MOMENTS } from './recordedSavedRuns.ts';
import { recordedSampleSheet, recordedSheet } from './recordedSheets.ts';

const runId = RECORDED_RUN_ID;
const [ready] = recordedPreparation();
const HALF_WAY = 21;
const VIEWS = ['watch', 'explore', 'evaluate', 'runs', 'export'] as const satisfies readonly ViewName[];

/** What the page shows at each moment, as the events that lead there. */
const MOMENTS: Readonly<Record<string, () => readonly (TrainerEvent | undefined)[]>> = {
  empty: () => [ready],
  reading: () => recordedPreparation().slice(0, 3),
  data: () => recordedPreparation(),
  zip: () => [ready, realisticZip()],
  training: () => [...recordedPreparation(), ...recordedRun(HALF_WAY)],
  estimated: () => [...recordedPreparation(), recordedEstimate(1)],
  toolarge: () => [...recordedPreparation(), recordedEstimate(20)],
  throttled: () => [...recordedPreparation(), ...recordedRun(HALF_WAY), { type: 'engine/throttled', free: 0.5 }],
  paused: () => [...recordedPreparation(), ...recordedRun(HALF_WAY), { type: 'run/state', runId, state: 'paused' }],
  changed: () => [...recordedPreparation(), ...recordedRun(HALF_WAY), ...recordedChanges()],
  finished: () => [...recordedPreparation(), ...recordedRun()],
  kernels: () => [...recordedPreparation(), ...recordedRun(HALF_WAY), recordedTuning()],
  badzip: () => [
    ready,
    failure('dataset', 'zip-damaged', 'slices.zip ends before its table of contents: no file in it can be found.'),
  ],
  nowebgpu: () => [failure('engine', 'no-webgpu', 'This browser does not offer WebGPU, so Gyrus cannot train here.')],
  opened: () => [ready, openedWeights()],
  classes: () => [...recordedPreparation(), ...recordedRun(HALF_WAY), classSheet()],
  explore: () => [...recordedPreparation(), ...recordedRun(HALF_WAY)],
  ...SAVED_RUN_MOMENTS,
  ...HEALTH_MOMENTS,
  lost: () => [
    ...recordedPreparation(),
    ...recordedRun(HALF_WAY),
    failure('engine', 'device-lost', 'The graphics driver took the GPU away, and the run ended at 21.0 kimg.'),
  ],
};

function failure(scope: 'engine' | 'dataset', code: 'no-webgpu' | 'device-lost' | 'zip-damaged', message: string) {
  return { type: 'failure', scope, failure: { code, message, detail: 'recorded' } } as const;
}

/** Three resolutions, the smallest not measured; memory as many times the usual. */
function recordedEstimate(times: number): TrainerEvent {
  const speeds = { 8: 3.2, 16: 3.2, 32: 21.5 };
  const stages = planStages(RECORDED_CONFIG, RECORDED_SUMMARY.trainingSlices).map((stage) => ({
    resolution: stage.resolution,
    nimg: stage.endNimg - stage.startNimg,
    batch: 16,
    secondsPerKimg: speeds[stage.resolution as keyof typeof speeds],
    measured: stage.resolution > 8,
  }));
  const memory = { networks: 41e6 * times, step: 212e6 * times, slices: 524_288 };
  return { type: 'estimate/ready', requestId: 'recorded', estimate: { stages, memory } };
}

/** Two moments of change, and ticks as an augmented run has them. */
function recordedChanges(): TrainerEvent[] {
  const config = { ...RECORDED_CONFIG, r1Gamma: 1, gLr: 0.001, augment: 'ada' as const };
  const changes = [
    { nimg: 8000, field: 'r1Gamma', from: 0.3, to: 1 },
    { nimg: 18_000, field: 'gLr', from: 0.002, to: 0.001 },
  ] as const;
  const ticks = Array.from({ length: HALF_WAY }, (_, tick) => ({
    ...{ tick, nimg: (tick + 1) * 1000, kimg: tick + 1, epoch: 2 * tick, resolution: 32, alpha: 1, batch: 16 },
    stats: { 'Progress/augment': Math.min(0.3, tick / 40), 'Progress/overfitting': 0.8 - tick / 100 },
  }));
  return [
    { type: 'run/changed', runId, config, changes },
    ...ticks.map((record) => ({ type: 'run/tick', runId, record }) as const),
  ];
}

/** Choices of all kinds, and a file that could not be read. */
function recordedTuning(): TrainerEvent {
  const shapes = [
    { shape: 'forward 3x3 16x32x32x64->64', variant: 'gemm32', rule: 'gemm64', by: 'timed' },
    { shape: 'filter 3x3 stride 2 16x16x16x64->128 exchanged', variant: 'gemm64', rule: 'gemm64', by: 'kept' },
    { shape: 'up 16x8x8x128->128 adjoint', variant: 'direct', rule: 'direct', by: 'rule' },
  ] as const;
  return { type: 'engine/tuned', report: { shapes, seconds: 4.2, problem: 'Recorded: the file could not be read.' } };
}

function openedWeights(): TrainerEvent {
  const sheet = recordedSampleSheet({ nimg: 30_000, epoch: 65, resolution: 32, alpha: 1 }, 1);
  const weights = { name: 'recorded-weights.zip', config: RECORDED_CONFIG, nimg: 30_000, resolution: 32, classes: [] };
  return { type: 'weights/opened', requestId: 'recorded', weights, sheet };
}

/** A sheet with a row a class, one of a long name. */
function classSheet(): TrainerEvent {
  const rowLabels = ['AD', 'MCI', 'NC', 'no diagnosis yet'];
  const columns = 8;
  const row = Array.from({ length: columns }, (_, index) => 1000 + index);
  const sheet = {
    ...recordedSampleSheet({ nimg: 21_500, epoch: 46, resolution: 32, alpha: 1 }, 1),
    ...recordedSheet(1, 32, columns, rowLabels.length, 0.1),
    seeds: rowLabels.flatMap(() => row),
    rowLabels,
  };
  return { type: 'run/sheet', runId: RECORDED_RUN_ID, sheet };
}

function realisticZip(): TrainerEvent {
  const summary = {
    ...RECORDED_SUMMARY,
    name: 'recorded.zip',
    kind: 'zip' as const,
    bytes: 58_300_000,
    layout: 'adni' as const,
    layoutChoices: ['adni', 'classes', 'flat'] as const,
    files: 1429,
    labelMaps: 713,
    classes: [
      { name: 'AD', slices: 250, subjects: 18 },
      { name: 'NC', slices: 262, subjects: 18 },
    ],
    subjects: 36,
    heldOutSubjects: 4,
    skipped: [
      { reason: 'broken: ends after 412 bytes', count: 1, names: ['train/AD/031_9.png'] },
      { reason: 'not a picture', count: 52, names: ['train/Thumbs.db', 'readme.txt'] },
    ],
    findings: [
      { level: 'watch', title: '12 pictures with 16 bits', text: 'Only the upper 8 bits of each pixel are kept' },
      {
        level: 'good',
        title: 'ADNI layout recognised',
        text: 'AD 250 slices, 18 subjects; NC 262 slices, 18 subjects',
      },
      { level: 'good', title: '36 subjects, 4 held out', text: '51 slices never shown to the network' },
      { level: 'note', title: '90 × 120, padded to 128 × 128', text: 'Black added at the sides; nothing cropped' },
    ] as const,
  };
  return { type: 'dataset/ready', summary, sheet: recordedSheet(1, 32, 12, 4, 0.03) };
}

const recordedClient: Client = {
  send: () => undefined,
  request: async <R extends ClientRequest>(request: R) => {
    const reply = recordedReply(request);
    if (!reply) throw new FailureError('internal', 'This page is a recording: nothing answers.');
    return reply as ReplyTo<R>;
  },
};

function draw(root: HTMLElement): void {
  const parameters = new URLSearchParams(location.search);
  const at = parameters.get('at') ?? 'training';
  const events = MOMENTS[at];
  if (!events) throw new Error(`There is no recorded moment "${at}": try ${Object.keys(MOMENTS).join(', ')}.`);
  const store = createAppStore({ ...initialState(), config: RECORDED_CONFIG });
  if (at === 'estimated' || at === 'toolarge') store.update(estimating);
  if (at === 'reading') store.update((state) => readingDataset(state, RECORDED_SUMMARY.options));
  if (ASKED_FOR_SECOND.includes(at)) store.update((state) => resumingRun(state, 'second'));
  for (const event of events()) if (event) store.apply(event);
  const view = VIEWS.find((name) => name === parameters.get('view'));
  if (view) store.update((state) => viewing(state, view));
  if (at === 'explore') store.update((state) => viewing(state, 'explore'));
  if (IN_RUNS_VIEW.includes(at)) store.update((state) => viewing(state, 'runs'));
  createRoot(root).render(
    <>
      <App store={store} actions={createActions(store, recordedClient)} />
      <p className="recorded">Recorded: synthetic numbers, drawn pictures, no training</p>
    </>,
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('recorded.html has no element with the id "root".');
draw(root);
