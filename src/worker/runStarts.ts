/**
 * How a run comes to be: a new one, or a saved one that goes on. Either has its data set, its place for saves, and its slices
 * kept beside. It refuses to touch the run before it until the next can begin.
 */
import type { DatasetHooks } from '../dataset/hooks.ts';
import type { OpenedDataset } from '../dataset/openDataset.ts';
import type { FreeShare } from '../protocol/commands.ts';
import type { SheetImage } from '../protocol/dataset.ts';
import type { TrainerEvent } from '../protocol/events.ts';
import { FailureError } from '../protocol/failure.ts';
import type { RemedyKind } from '../protocol/judging.ts';
import { planStages } from '../protocol/plan.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { problemsOf } from '../protocol/validate.ts';
import type { NewRun, OpenRun } from '../storage/runStore.ts';
import { checkedData, refuse } from './checkedData.ts';
import { dataForRun, preparedFor } from './dataForRun.ts';
import type { Engine } from './engine.ts';
import { createRun } from './run.ts';
import { totalOf } from './runPlan.ts';
import { loadSaved } from './savedMemory.ts';
import type { Storage } from './storage.ts';
import type { TrainingRun } from './trainingRun.ts';

interface Parts {
  readonly engine: Engine;
  readonly emit: (event: TrainerEvent) => void;
  readonly storage: Storage;
  /** The one that is open now. */
  readonly dataset: () => { readonly opened: OpenedDataset; readonly sheet: SheetImage } | undefined;
  /** Makes a data set the open one. */
  readonly takeData: (opened: OpenedDataset) => Promise<void>;
  readonly hooks: () => DatasetHooks;
  readonly current: () => TrainingRun | undefined;
  readonly closeCurrent: () => Promise<void>;
  /** Hears what went wrong beside a run that begins all the same. */
  readonly failed: (error: unknown) => void;
  readonly free: () => FreeShare;
  readonly saveEveryMs: () => number;
  /** Hears of each tick of the run under way. */
  readonly ticked: () => void;
  /** Remedies that Gyrus may take by itself now. */
  readonly automatic: () => readonly RemedyKind[];
  /** Hears what it might do in a run that goes on. */
  readonly allow: (remedies: readonly RemedyKind[]) => void;
}

export interface ResumeWish {
  /** With the present data set, even if it is another one. */
  readonly anyData: boolean;
  /** The page has said what Gyrus may do by itself later than the run was saved. */
  readonly isRecovery: boolean;
}

export interface RunStarts {
  /** Throws FailureError 'bad-config'. */
  start(runId: string, config: TrainConfig): Promise<TrainingRun>;
  /** Throws FailureError 'bad-checkpoint', 'no-data', 'other-data', 'run-elsewhere' or 'bad-config'. */
  resume(runId: string, how: ResumeWish): Promise<TrainingRun>;
}

export function createRunStarts(parts: Parts): RunStarts {
  const { engine, emit, storage, dataset, takeData, hooks, current, closeCurrent, failed, free, saveEveryMs, ticked } =
    parts;
  const checked = (config: TrainConfig) => checkedData(config, dataset()?.opened, engine.adapter);
  const shared = (archive: OpenRun) => ({
    realSheet: (dataset() as { sheet: SheetImage }).sheet,
    ...{ engine, emit, free, saveEveryMs, ticked, automatic: parts.automatic, archive },
    loadSaved: () => loadSaved(archive),
  });

  /** Beside training: what cannot be kept is said, and the run then needs its zip again. */
  function keepSlices({ loaded, summary }: OpenedDataset): void {
    void storage.kept?.keep(loaded, summary.options).catch(failed);
  }

  /** In memory where the browser has no room, and says so: training goes on. */
  async function newArchive(run: NewRun): Promise<OpenRun> {
    try {
      return await storage.runs.create(run);
    } catch (error) {
      failed(error);
      return storage.spare.create(run);
    }
  }

  return {
    async start(runId, config) {
      refuse(problemsOf(config));
      const present = dataset();
      if (present) await takeData(await preparedFor(config, present.opened, hooks()));
      const opened = checked(config);
      await closeCurrent();
      const { loaded, summary } = opened;
      const hash = await storage.hashOf(loaded, summary.options);
      const data = { hash, name: summary.name, slices: summary.slices };
      const { preset, resolution } = config;
      const createdAt = Date.now();
      const totalNimg = totalOf(planStages(config, opened.source.trainingIndices.length));
      const name = nameOf(preset, createdAt);
      const archive = await newArchive({ runId, name, preset, resolution, createdAt, totalNimg, data });
      keepSlices(opened);
      return createRun({ runId, opened, data, ...shared(archive) }, { config });
    },
    async resume(runId, { anyData, isRecovery }) {
      // The run that is shown holds its own saves.
      if (current()?.runId === runId) await closeCurrent();
      const archive = await storage.runs.open(runId);
      try {
        const saved = await loadSaved(archive);
        const { config, data, classes } = saved.memory;
        await takeData(await dataForRun(saved.memory, dataset()?.opened, { storage, hooks: hooks(), anyData }));
        const opened = checked(config);
        refuseOtherClasses(config, classes.length, opened.source.classes.length);
        await closeCurrent();
        await archive.forgetAfter(saved.memory.state.counters.nimg);
        keepSlices(opened);
        const run = createRun({ runId, opened, data, ...shared(archive) }, saved);
        if (!isRecovery) parts.allow(saved.memory.automatic);
        return run;
      } catch (error) {
        await archive.close();
        throw error;
      }
    },
  };
}

/** Preset and date; the person may give it another. */
function nameOf(preset: string, at: number): string {
  const minute = new Date(at).toISOString().slice(0, 'YYYY-MM-DDThh:mm'.length);
  return `${preset}, ${minute.replace('T', ' ')}`;
}

function refuseOtherClasses({ conditional }: TrainConfig, known: number, found: number): void {
  if (!conditional || known === found) return;
  throw new FailureError(
    'other-data',
    `The run's networks know ${known} classes, and this data set has ${found}: drop the run's own zip.`,
  );
}
