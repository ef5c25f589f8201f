/**
 * Everything a person can do on the page, as one object that the panels call. Each action changes the state at once
 * where the page decides, and sends a command where the worker does. It draws nothing.
 */
import type { Client } from '../client/client.ts';
import type { FreeShare } from '../protocol/commands.ts';
import { channelsOf, type DatasetOptions, type SheetImage } from '../protocol/dataset.ts';
import { toFailure } from '../protocol/failure.ts';
import { presetById } from '../protocol/presets.ts';
import type { LiveChanges, TrainConfig } from '../protocol/trainConfig.ts';
import { recipeHash } from '../protocol/validate.ts';
import type { ViewName } from '../state/appState.ts';
import * as choices from '../state/choices.ts';
import { runIsActive, startObstacle } from '../state/questions.ts';
import type { AppStore } from '../state/store.ts';
import { type CompareActions, createCompareActions } from './compareActions.ts';
import { type CopiesActions, createCopiesActions } from './copiesActions.ts';
import { createEvaluateActions, type EvaluateActions } from './evaluateActions.ts';
import { createExploreActions, type ExploreActions } from './exploreActions.ts';
import { createFilmActions, type FilmActions } from './filmActions.ts';
import { createHealthActions, type HealthActions } from './healthActions.ts';
import { createPictureActions, type PictureActions } from './pictureActions.ts';
import { createReportActions, type ReportActions } from './reportActions.ts';
import { createSavedRunActions, type SavedRunActions } from './savedRunActions.ts';
import { saveFile } from './saveFile.ts';

/** What the Dataset pane may change; the last two are fields of the form as well. */
export type DatasetChoice = Partial<Pick<DatasetOptions, 'layout' | 'includeLabelMaps' | 'heldOut' | 'trainOn'>>;

export interface Actions
  extends CompareActions,
    CopiesActions,
    EvaluateActions,
    SavedRunActions,
    ExploreActions,
    FilmActions,
    HealthActions,
    PictureActions,
    ReportActions {
  /** Opens a zip of slices, or a checkpoint where the file's name says so. */
  chooseFile(file: File): void;
  usePhantoms(): void;
  /** Changes how the present data set is read or split. */
  configureDataset(choice: DatasetChoice): void;
  /** Changes fields of the form; a data set that they concern is prepared anew unless a run holds it. */
  setConfig(partial: Partial<TrainConfig>): void;
  choosePreset(id: string): void;
  /** The preset's values again, all of them. */
  resetToPreset(): void;
  /** Starts a run with the form's values; does nothing while there is an obstacle (startObstacle says which). */
  start(): void;
  /** Measures what a run with the form's values would take; the answer is in `estimate`. Nothing while there is an obstacle. */
  estimate(): Promise<void>;
  stopEstimating(): void;
  dismissEstimate(): void;
  pause(): void;
  resume(): void;
  stop(): void;
  /** Changes settings of the run while it trains or is paused; the truth comes back as `run/changed`. */
  changeRun(changes: LiveChanges): void;
  /** Leaves the GPU alone for a share of the time, in this run and those to come. */
  throttle(free: FreeShare): void;
  /** Real slices and the same slices augmented with probability `p`, as the form says; rejects with a FailureError. */
  previewAugmentation(p: number): Promise<SheetImage>;
  /** Goes on with a finished or stopped run for so many kimg. */
  continueRun(kimg: number): void;
  showSheet(index: number | 'live'): void;
  showView(view: ViewName): void;
  /** Looks for copies, then packs the weights zip and saves it; what goes wrong is in `weights.failure`. */
  downloadWeights(): Promise<void>;
  /** Restores networks from a downloaded zip; what goes wrong is in `weights.failure`. */
  openWeights(file: File): Promise<void>;
  /** Copies the link that sets this form; rejects where the browser refuses the clipboard. Resolves with the link. */
  copyRecipe(): Promise<string>;
  /** Sets the form as the recipe in an address says, if it holds one. */
  followLink(hash: string): void;
  dismissRecipeFailure(): void;
}

/** The built-in data set is the same one on every machine, whatever the run's seed. */
const PHANTOM_COUNT = 512;
const PHANTOM_SEED = 1;
const CHECKPOINT_NAME = /\.safetensors$/i;

/** The actions of a live page: `store` is changed, `client` is told. */
export function createActions(store: AppStore, client: Client): Actions {
  const { getState, update } = store;
  const savedRuns = createSavedRunActions(store, client);
  const { gate, ...copies } = createCopiesActions(store, client);

  function askForDataset(options: DatasetOptions, send: (options: DatasetOptions) => void): void {
    update((state) => choices.readingDataset(state, options));
    send(options);
  }
  const configure = (options: DatasetOptions) => client.send({ type: 'dataset/configure', options });

  /** A data set follows the form at once; but beside a run, which may be continued on it, only with the next start. */
  function followForm(): void {
    const state = getState();
    const present = state.dataset.asked ?? state.dataset.summary?.options;
    const wanted = choices.datasetOptionsOf(state);
    if (!present || state.run || Object.keys(state.problems).length > 0) return;
    if (!choices.sameOptions(present, wanted)) askForDataset(wanted, configure);
  }

  function sendToRun(type: 'run/pause' | 'run/resume' | 'run/stop'): void {
    const { run } = getState();
    if (run) client.send({ type, runId: run.runId });
  }

  /** Runs one weights request; its failure is kept in the state, where the Export pane shows it. */
  async function withWeights(request: () => Promise<unknown>): Promise<void> {
    update(choices.busyWithWeights);
    try {
      await request();
    } catch (error) {
      update((state) => choices.weightsFailed(state, toFailure(error)));
    }
  }

  /** A new zip brings its own layout: nothing chosen for the last one is carried over. */
  function freshOptions(): DatasetOptions {
    const { config } = getState();
    const { resolution, seed, heldOut, trainOn } = config;
    return { resolution, channels: channelsOf(config), seed, heldOut, trainOn };
  }

  return {
    chooseFile(file) {
      if (CHECKPOINT_NAME.test(file.name)) void savedRuns.openCheckpoint(file);
      else askForDataset(freshOptions(), (options) => client.send({ type: 'dataset/open', file, options }));
    },
    usePhantoms: () =>
      askForDataset(freshOptions(), (options) =>
        client.send({ type: 'dataset/phantom', count: PHANTOM_COUNT, phantomSeed: PHANTOM_SEED, options }),
      ),
    configureDataset({ heldOut, trainOn, ...reading }) {
      if (runIsActive(getState())) return;
      update((state) =>
        choices.withConfig(state, {
          ...(heldOut === undefined ? {} : { heldOut }),
          ...(trainOn === undefined ? {} : { trainOn }),
        }),
      );
      askForDataset({ ...choices.datasetOptionsOf(getState()), ...reading }, configure);
    },
    setConfig(partial) {
      update((state) => choices.withConfig(state, partial));
      followForm();
    },
    choosePreset(id) {
      const preset = presetById(id);
      if (!preset) throw new Error(`There is no preset "${id}".`);
      update((state) => choices.withConfig(state, preset.config));
      followForm();
    },
    resetToPreset() {
      const preset = presetById(getState().config.preset);
      if (preset) update((state) => choices.withConfig(state, preset.config));
      followForm();
    },
    start() {
      if (startObstacle(getState()) !== undefined) return;
      const runId = crypto.randomUUID();
      const { config } = getState();
      update((state) => choices.startingRun(state, runId));
      client.send({ type: 'run/start', runId, config });
      void savedRuns.persist();
    },
    async estimate() {
      if (startObstacle(getState()) !== undefined) return;
      update(choices.estimating);
      try {
        await client.request({ type: 'estimate/start', config: getState().config });
      } catch (error) {
        update((state) => choices.estimateFailed(state, toFailure(error)));
      }
    },
    stopEstimating: () => client.send({ type: 'estimate/stop' }),
    dismissEstimate: () => update(choices.withoutEstimate),
    pause: () => sendToRun('run/pause'),
    resume: () => sendToRun('run/resume'),
    stop: () => sendToRun('run/stop'),
    changeRun(changes) {
      const { run } = getState();
      if (run) client.send({ type: 'run/change', runId: run.runId, changes });
    },
    throttle: (free) => client.send({ type: 'engine/throttle', free }),
    async previewAugmentation(p) {
      const { sheet } = await client.request({ type: 'augment/preview', config: getState().config, p });
      return sheet;
    },
    continueRun(kimg) {
      const { run } = getState();
      if (run) client.send({ type: 'run/continue', runId: run.runId, kimg });
    },
    ...savedRuns,
    ...copies,
    ...createEvaluateActions(store, client),
    ...createHealthActions(store, client),
    ...createExploreActions(store, client, gate),
    ...createCompareActions(client),
    ...createFilmActions(store, client, gate),
    ...createPictureActions(store, client, gate),
    ...createReportActions(client, gate),
    showSheet: (index) => update((state) => choices.lookingAt(state, index)),
    showView: (view) => update((state) => choices.viewing(state, view)),
    async downloadWeights() {
      const pass = await gate.pass('weights');
      if (!pass) return;
      await withWeights(async () => {
        const reply = await client.request({ type: 'weights/download', ...pass });
        saveFile(reply.fileName, new Blob([reply.zip], { type: 'application/zip' }));
      });
    },
    async openWeights(file) {
      await withWeights(() => client.request({ type: 'weights/open', file }));
    },
    async copyRecipe() {
      const link = `${location.origin}${location.pathname}${recipeHash(getState().config)}`;
      await navigator.clipboard.writeText(link);
      return link;
    },
    followLink(hash) {
      update((state) => choices.withRecipeLink(state, hash));
      followForm();
    },
    dismissRecipeFailure: () => update(choices.withoutRecipeFailure),
  };
}
