/**
 * The state machine that owns the GPU: one data set, one run, one set of opened weights. Commands change what is wanted;
 * the truth goes out as events. It never does two things on the GPU at once.
 */
import type { DatasetHooks } from '../dataset/hooks.ts';
import { type OpenedDataset, openDataset, openPhantoms, reconfigure } from '../dataset/openDataset.ts';
import { weightsFileName, weightsZip } from '../export/weightsZip.ts';
import { disposeParams } from '../model/paramStore.ts';
import type { Command, FreeShare } from '../protocol/commands.ts';
import { dataFactsOf, problemsWithData } from '../protocol/dataFacts.ts';
import type { SheetImage } from '../protocol/dataset.ts';
import { assertNever, type TrainerEvent } from '../protocol/events.ts';
import { FailureError, toFailure } from '../protocol/failure.ts';
import { planStages, resolutionsOf } from '../protocol/plan.ts';
import { type SaveMinutes, USUAL_SAVE_MINUTES } from '../protocol/savedRuns.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { problemsOf } from '../protocol/validate.ts';
import type { SampleRequest } from '../sampling/sample.ts';
import type { OpenRun } from '../storage/runStore.ts';
import { problemWithDevice } from '../training/memory.ts';
import type { RunMemory } from './checkpointFile.ts';
import { dataForRun, preparedFor } from './dataForRun.ts';
import type { Engine } from './engine.ts';
import { estimatedData, estimateRun } from './estimate.ts';
import { createJobs, macrotask } from './jobs.ts';
import { type LoadedWeights, loadWeights, samplingOfWeights, sheetOfWeights } from './openedWeights.ts';
import { previewSheet } from './preview.ts';
import { restAfter } from './rest.ts';
import { createRun, type TrainingRun } from './run.ts';
import { totalOf } from './runPlan.ts';
import { sampleLabels } from './sampleLabels.ts';
import { loadSaved } from './savedMemory.ts';
import { createSavedRuns } from './savedRuns.ts';
import { realSheet, SAMPLE_COLUMNS, sheetAndSingles } from './sheets.ts';
import type { Storage } from './storage.ts';
import { gatherNetworks } from './weights.ts';

export interface SessionParts {
  readonly engine: Engine;
  readonly emit: (event: TrainerEvent) => void;
  /** Decoder and pixel store of this platform; progress and abort are the session's. */
  readonly hooks: Pick<DatasetHooks, 'decode' | 'makeStore'>;
  readonly storage: Storage;
}

export interface Session {
  handle(command: Command): void;
}

const MS_PER_MINUTE = 60_000;

type Scope = Extract<TrainerEvent, { type: 'failure' }>['scope'];

export function createSession({ engine, emit, hooks, storage }: SessionParts): Session {
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

  async function startRun(runId: string, config: TrainConfig): Promise<void> {
    if (isBusy(run)) throw new FailureError('bad-config', 'A run is under way: stop it before starting another.');
    refuse(problemsOf(config));
    if (!dataset) throw new FailureError('bad-config', 'There is no data set yet: drop a zip or use phantom data.');
    await takeData(await preparedFor(config, dataset.opened, hooksFor(new AbortController().signal)));
    const opened = checkedData(config);
    await closeRun();
    const { loaded, summary } = opened;
    const hash = await storage.hashOf(loaded, summary.options);
    const data = { hash, name: summary.name, slices: summary.slices };
    const archive = await newArchive(runId, config, data);
    run = createRun({ runId, opened, data, archive, ...runParts(archive) }, { config });
    keepSlices(opened);
  }

  /** Goes on with a saved run as if it had never ended. */
  async function resumeRun({ runId, anyData = false }: Extract<Command, { type: 'runs/resume' }>): Promise<void> {
    if (isBusy(run)) throw new FailureError('bad-config', 'A run is under way: stop it before resuming another.');
    await closeRun();
    const archive = await storage.runs.open(runId);
    try {
      const saved = await loadSaved(archive);
      const { config, data, classes } = saved.memory;
      const used = hooksFor(new AbortController().signal);
      await takeData(await dataForRun(saved.memory, dataset?.opened, { storage, hooks: used, anyData }));
      const opened = checkedData(config);
      if (config.conditional && opened.source.classes.length !== classes.length)
        throw new FailureError(
          'other-data',
          `The run's networks know ${classes.length} classes, and this data set has ${opened.source.classes.length}: drop the run's own zip.`,
        );
      run = createRun({ runId, opened, data, archive, ...runParts(archive) }, saved);
      await archive.forgetAfter(run.state.nimg);
      keepSlices(opened);
    } catch (error) {
      if (!run) await archive.close();
      throw error;
    }
  }

  async function closeRun(): Promise<void> {
    const last = run;
    run = undefined;
    await last?.close();
    engine.releaseBuffers();
  }

  const runParts = (archive: OpenRun) => ({
    realSheet: (dataset as NonNullable<typeof dataset>).sheet,
    engine,
    emit,
    free: () => free,
    saveEveryMs: () => saveMinutes * MS_PER_MINUTE,
    loadSaved: () => loadSaved(archive),
  });

  /** In memory where the browser has no room, and says so: training goes on. */
  async function newArchive(runId: string, config: TrainConfig, data: RunMemory['data']): Promise<OpenRun> {
    const { preset, resolution } = config;
    const createdAt = Date.now();
    const name = `${preset}, ${new Date(createdAt).toISOString().slice(0, 'YYYY-MM-DDThh:mm'.length).replace('T', ' ')}`;
    const totalNimg = totalOf(planStages(config, checkedData(config).source.trainingIndices.length));
    const fresh = { runId, name, preset, resolution, createdAt, totalNimg, data };
    try {
      return await storage.runs.create(fresh);
    } catch (error) {
      fail('runs', error);
      return storage.spare.create(fresh);
    }
  }

  /** Beside training: what cannot be kept is said, and the run then needs its zip again. */
  function keepSlices({ loaded, summary }: OpenedDataset): void {
    void storage.kept?.keep(loaded, summary.options).catch((error: unknown) => fail('runs', error));
  }

  /** Makes a data set the present one, unless it is. */
  async function takeData(opened: OpenedDataset): Promise<void> {
    if (opened !== dataset?.opened) await replaceDataset(opened);
  }

  function control(runId: string, act: (run: TrainingRun) => void): void {
    if (run?.runId !== runId) return;
    act(run);
    jobs.wake();
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
        const { source } = checkedData(config);
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

  /** The data set, which the settings and this GPU go with; else throws FailureError 'bad-config'. */
  function checkedData(config: TrainConfig): OpenedDataset {
    refuse(problemsOf(config));
    if (!dataset) throw new FailureError('bad-config', 'There is no data set yet: drop a zip or use phantom data.');
    const { opened } = dataset;
    refuse(problemsWithData(config, dataFactsOf(opened.summary, config)));
    const problem = problemWithDevice(config, opened.source.classes.length, resolutionsOf(config), engine.adapter);
    if (problem !== undefined) throw new FailureError('bad-config', problem);
    return opened;
  }

  async function download(requestId: string): Promise<void> {
    if (!run) throw new FailureError('bad-weights', 'There are no weights to download: start a run first.');
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
    };
    emit({ type: 'weights/ready', requestId, fileName: weightsFileName(bundle), zip: await weightsZip(bundle) });
  }

  async function openWeights(requestId: string, file: File): Promise<void> {
    const loaded = await loadWeights(file);
    if (weights) disposeParams(weights.GEma);
    weights = loaded;
    emit({ type: 'weights/opened', requestId, weights: loaded.summary, sheet: await sheetOfWeights(loaded) });
  }

  async function generate(command: Extract<Command, { type: 'sample/generate' }>): Promise<void> {
    const { requestId, seeds, psi, columns, className } = command;
    const request = samplingNow(seeds, psi, className);
    const nimg = weights ? weights.summary.nimg : (run?.state.nimg ?? 0);
    const IMAGES_PER_KIMG = 1000;
    const { resolution, alpha } = request;
    const { sheet: image, singles } = await sheetAndSingles(request, columns > 0 ? columns : SAMPLE_COLUMNS);
    const sheet = { ...image, nimg, kimg: nimg / IMAGES_PER_KIMG, epoch: 0, resolution, alpha, seeds, psi };
    emit({ type: 'sample/ready', requestId, sheet, images: singles });
  }

  async function preview({ requestId, config, p }: Extract<Command, { type: 'augment/preview' }>): Promise<void> {
    if (!dataset) throw new FailureError('bad-config', 'There is nothing to augment yet: add a data set first.');
    emit({ type: 'augment/preview', requestId, sheet: await previewSheet(dataset.opened.source, config, p) });
  }

  /** Opened weights come first: whoever opened them wants to see them. */
  function samplingNow(seeds: readonly number[], psi: number, className: string | undefined): SampleRequest {
    if (weights) return samplingOfWeights(weights, seeds, psi, sampleLabels(seeds, weights.summary.classes, className));
    if (run) return run.sampling(seeds, psi, sampleLabels(seeds, run.classes, className));
    throw new FailureError('bad-weights', 'There is nothing to draw from: start a run or open weights first.');
  }

  return {
    handle(command) {
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
          return later('run', async () => control(command.runId, (current) => current.extend(command.kimg)));
        case 'weights/download':
          return later('weights', () => download(command.requestId), command.requestId);
        case 'weights/open':
          return later('weights', () => openWeights(command.requestId, command.file), command.requestId);
        case 'augment/preview':
          return later('augment', () => preview(command), command.requestId);
        case 'sample/generate':
          return later('sample', () => generate(command), command.requestId);
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

/** Throws the first problem, if there is any: before any work on the GPU. */
function refuse(problems: Readonly<Partial<Record<string, string>>>): void {
  const [problem] = Object.values(problems);
  if (problem !== undefined) throw new FailureError('bad-config', problem);
}

function isBusy(run: TrainingRun | undefined): boolean {
  const status = run?.status();
  return status === 'training' || status === 'paused' || status === 'loading';
}
