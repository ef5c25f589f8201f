/**
 * The state machine that owns the GPU: one data set, one run, one set of opened weights. Commands change what is wanted;
 * the truth goes out as events. It never does two things on the GPU at once.
 */
import type { DatasetHooks } from '../dataset/hooks.ts';
import { type OpenedDataset, openDataset, openPhantoms, reconfigure } from '../dataset/openDataset.ts';
import { weightsFileName, weightsZip } from '../export/weightsZip.ts';
import { disposeParams } from '../model/paramStore.ts';
import type { Command, FreeShare } from '../protocol/commands.ts';
import { subjectOf } from '../protocol/copySubject.ts';
import type { SheetImage } from '../protocol/dataset.ts';
import { assertNever, type TrainerEvent } from '../protocol/events.ts';
import { FailureError, toFailure } from '../protocol/failure.ts';
import { type SaveMinutes, USUAL_SAVE_MINUTES } from '../protocol/savedRuns.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import type { Reckoner } from '../reckoning/reckon.ts';
import { checkedData } from './checkedData.ts';
import { drawableOf } from './drawable.ts';
import type { Engine } from './engine.ts';
import { estimatedData, estimateRun } from './estimate.ts';
import { createExplore } from './explore.ts';
import { createJobs, macrotask } from './jobs.ts';
import { type LoadedWeights, loadWeights, sheetOfWeights } from './openedWeights.ts';
import { previewSheet } from './preview.ts';
import { restAfter } from './rest.ts';
import { createRunStarts } from './runStarts.ts';
import { createSavedRuns } from './savedRuns.ts';
import { realSheet } from './sheets.ts';
import type { Storage } from './storage.ts';
import { createStudios, isStudioCommand } from './studios.ts';
import type { TrainingRun } from './trainingRun.ts';
import { gatherNetworks } from './weights.ts';

export interface SessionParts {
  readonly engine: Engine;
  readonly emit: (event: TrainerEvent) => void;
  /** Decoder and pixel store of this platform; progress and abort are the session's. */
  readonly hooks: Pick<DatasetHooks, 'decode' | 'makeStore'>;
  readonly storage: Storage;
  /** Long arithmetic, off this thread. */
  readonly reckoner: Reckoner;
}

export interface Session {
  handle(command: Command): void;
}

const MS_PER_MINUTE = 60_000;

type Scope = Extract<TrainerEvent, { type: 'failure' }>['scope'];

export function createSession({ engine, emit, hooks, storage, reckoner }: SessionParts): Session {
  let dataset: { readonly opened: OpenedDataset; readonly sheet: SheetImage } | undefined;
  let reading: AbortController | undefined;
  let run: TrainingRun | undefined;
  let weights: LoadedWeights | undefined;
  let free: FreeShare = 0;
  let estimating: AbortController | undefined;
  let saveMinutes: SaveMinutes = USUAL_SAVE_MINUTES;
  const savedRuns = createSavedRuns({
    storage,
    emit,
    current: () => run && { runId: run.runId, archive: run.archive, isBusy: isBusy(run) },
    hashInUse: async () => dataset && storage.hashOf(dataset.opened.loaded, dataset.opened.summary.options),
  });

  const fail = (scope: Scope, error: unknown, requestId?: string) =>
    emit({ type: 'failure', scope, failure: toFailure(error), ...(requestId === undefined ? {} : { requestId }) });
  const jobs = createJobs(
    { hasWork: () => run?.hasWork() ?? false, pull },
    (error) => fail('engine', error),
    macrotask,
  );
  /** One step of the run, and how long to leave the GPU alone after it. */
  async function pull(): Promise<number> {
    const began = performance.now();
    await run?.pull();
    return restAfter(performance.now() - began, free);
  }

  function throttle(wished: FreeShare): void {
    free = wished;
    emit({ type: 'engine/throttled', free });
    jobs.wake();
  }

  /** Runs `work` when the GPU is free; what it throws becomes a failure of `scope`. */
  const later = (scope: Scope, work: () => Promise<void>, requestId?: string) =>
    jobs.add(() => work().catch((error: unknown) => fail(scope, error, requestId)));

  /** Opening replaces the present data set only when it succeeds. A newer wish aborts an older one. */
  function read(open: (hooks: DatasetHooks) => Promise<OpenedDataset>): void {
    estimating?.abort();
    reading?.abort(new DOMException('Another data set was chosen.', 'AbortError'));
    const controller = new AbortController();
    reading = controller;
    later('dataset', async () => {
      if (controller.signal.aborted) return;
      if (isBusy(run))
        throw new FailureError('bad-config', 'A run is using the data set: stop it before changing the data.');
      try {
        await replaceDataset(await open(hooksFor(controller.signal)));
      } catch (error) {
        if (!controller.signal.aborted) throw error;
      }
    });
  }

  const hooksFor = (signal: AbortSignal): DatasetHooks => ({
    ...hooks,
    signal,
    onProgress: (what, done, total) => emit({ type: 'dataset/progress', what, done, total }),
  });

  async function replaceDataset(opened: OpenedDataset): Promise<void> {
    const before = dataset?.opened;
    const sheet = await realSheet(opened.source);
    dataset = { opened, sheet };
    if (before && before.loaded.store !== opened.loaded.store) await before.source.close();
    emit({ type: 'dataset/ready', summary: opened.summary, sheet });
  }

  const starts = createRunStarts({
    engine,
    emit,
    storage,
    dataset: () => dataset,
    takeData: async (opened) => {
      if (opened !== dataset?.opened) await replaceDataset(opened);
    },
    hooks: () => hooksFor(new AbortController().signal),
    current: () => run,
    closeCurrent: async () => {
      const last = run;
      run = undefined;
      await last?.close();
      engine.releaseBuffers();
    },
    failed: (error) => fail('runs', error),
    free: () => free,
    ticked: () => studios.ticked(),
    automatic: () => studios.automatic(),
    allow: (remedies) => studios.allow(remedies),
    saveEveryMs: () => saveMinutes * MS_PER_MINUTE,
  });

  async function startRun(runId: string, config: TrainConfig): Promise<void> {
    if (isBusy(run)) throw new FailureError('bad-config', 'A run is under way: stop it before starting another.');
    run = await starts.start(runId, config);
  }

  async function resumeRun(command: Extract<Command, { type: 'runs/resume' }>): Promise<void> {
    const { runId, anyData = false, isRecovery = false } = command;
    if (isBusy(run)) throw new FailureError('bad-config', 'A run is under way: stop it before resuming another.');
    run = await starts.resume(runId, { anyData, isRecovery });
  }

  /** In turn with what was asked before: a run that is just being started or resumed can be paused. */
  function control(runId: string, act: (run: TrainingRun) => void): void {
    later('run', async () => {
      if (run?.runId === runId) act(run);
    });
  }

  async function changeRun({ runId, changes }: Extract<Command, { type: 'run/change' }>): Promise<void> {
    if (run?.runId !== runId) return;
    await run.change(changes);
    jobs.wake();
  }

  /** A run that the page still shows under way, and that cannot go on, has failed. */
  async function resumeOrSay(command: Extract<Command, { type: 'runs/resume' }>): Promise<void> {
    try {
      await resumeRun(command);
      jobs.wake();
    } catch (error) {
      if (!command.isRecovery) throw error;
      emit({ type: 'run/state', runId: command.runId, state: 'failed', failure: toFailure(error) });
    }
  }

  function estimate({ requestId, config }: Extract<Command, { type: 'estimate/start' }>): void {
    estimating?.abort();
    const controller = new AbortController();
    estimating = controller;
    later(
      'estimate',
      async () => {
        if (isBusy(run))
          throw new FailureError('bad-config', 'An estimate would disturb the run under way: stop it first.');
        const { source } = checkedData(config, dataset?.opened, engine.adapter);
        const parts = { engine, clock: () => performance.now(), signal: controller.signal };
        emit({
          type: 'estimate/ready',
          requestId,
          estimate: await estimateRun(config, estimatedData(source, config), parts),
        });
      },
      requestId,
    );
  }

  async function download({ requestId, reason }: Extract<Command, { type: 'weights/download' }>): Promise<void> {
    if (!run) throw new FailureError('bad-weights', 'There are no weights to download: start a run first.');
    const copies = studios.gate.pass({ runId: run.runId }, reason);
    const { config, state, sheets, ticks } = run;
    const { resolution, alpha } = run.sampling([], 1);
    const bundle = {
      nimg: state.nimg,
      workingResolution: resolution,
      workingAlpha: alpha,
      classes: run.classes,
      config,
      ticks,
      networks: await gatherNetworks(state, config.seed),
      realsPng: run.realSheet.png,
      sheets,
      ...(copies ? { copies } : {}),
    };
    emit({ type: 'weights/ready', requestId, fileName: weightsFileName(bundle), zip: await weightsZip(bundle) });
  }

  async function openWeights(requestId: string, file: File): Promise<void> {
    const loaded = await loadWeights(file);
    if (weights) disposeParams(weights.GEma);
    weights = loaded;
    studios.gate.opened(loaded.summary.name, loaded.summary.copies);
    emit({ type: 'weights/opened', requestId, weights: loaded.summary, sheet: await sheetOfWeights(loaded) });
  }

  async function preview({ requestId, config, p }: Extract<Command, { type: 'augment/preview' }>): Promise<void> {
    if (!dataset) throw new FailureError('bad-config', 'There is nothing to augment yet: add a data set first.');
    emit({ type: 'augment/preview', requestId, sheet: await previewSheet(dataset.opened.source, config, p) });
  }

  const explore = createExplore({
    emit,
    later: (work, requestId) => later('sample', work, requestId),
    addPart: (work, id) => jobs.addPart(() => work().catch((error: unknown) => fail('sample', error, id))),
    drawable: () => drawableOf(run, weights),
    passCopies: (drawable, reason) => studios.gate.pass(subjectOf(drawable.from), reason),
  });

  const studios = createStudios({
    ...{ emit, engine, storage, reckoner, decode: hooks.decode },
    later: (work, requestId) => later('judge', work, requestId),
    addPart: (work, id) => jobs.addPart(() => work().catch((error: unknown) => fail('judge', error, id))),
    run: () => run,
    listRuns: savedRuns.list,
    dataset: () => dataset,
    drawable: () => drawableOf(run, weights),
  });

  return {
    handle(command) {
      if (isStudioCommand(command)) return studios.handle(command);
      switch (command.type) {
        case 'dataset/open':
          return read((used) => openDataset(command.file, command.options, used));
        case 'dataset/phantom':
          return read((used) => openPhantoms(command, command.options, used));
        case 'dataset/configure':
          return read((used) => {
            if (!dataset) throw new FailureError('bad-config', 'There is no data set to change yet.');
            return reconfigure(dataset.opened, command.options, used);
          });
        case 'estimate/start':
          return estimate(command);
        case 'estimate/stop':
          return estimating?.abort();
        case 'engine/throttle':
          return throttle(command.free);
        case 'run/start':
          estimating?.abort();
          return later('run', () => startRun(command.runId, command.config));
        case 'run/pause':
          return control(command.runId, (current) => current.request('paused'));
        case 'run/resume':
          return control(command.runId, (current) => current.request('training'));
        case 'run/stop':
          return control(command.runId, (current) => current.request('stopped'));
        case 'run/change':
          return later('run', () => changeRun(command));
        case 'run/continue':
          return control(command.runId, (current) => current.extend(command.kimg));
        case 'weights/download':
          return later('weights', () => download(command), command.requestId);
        case 'weights/open':
          return later('weights', () => openWeights(command.requestId, command.file), command.requestId);
        case 'augment/preview':
          return later('augment', () => preview(command), command.requestId);
        case 'sample/generate':
        case 'explore/mix':
        case 'explore/walk':
        case 'explore/directions':
        case 'explore/shift':
        case 'explore/archive':
        case 'explore/stopArchive':
          return explore.handle(command);
        case 'run/save':
          return control(command.runId, (current) => current.save());
        case 'runs/saving':
          saveMinutes = command.everyMinutes;
          return;
        case 'runs/resume':
          return later('runs', () => resumeOrSay(command));
        case 'checkpoint/download':
        case 'checkpoint/open':
          return later('runs', () => savedRuns.handle(command), command.requestId);
        case 'runs/list':
        case 'runs/rename':
        case 'runs/duplicate':
        case 'runs/delete':
        case 'runs/clear':
          return later('runs', () => savedRuns.handle(command));
        default:
          return assertNever(command);
      }
    },
  };
}

function isBusy(run: TrainingRun | undefined): boolean {
  const status = run?.status();
  return status === 'training' || status === 'paused' || status === 'loading';
}
