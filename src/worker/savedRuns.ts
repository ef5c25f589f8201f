/**
 * The person's side of the saved runs: listing, naming, copying, taking home, bringing in, removing. It refuses to train;
 * the session resumes.
 */
import type { Command } from '../protocol/commands.ts';
import type { TrainerEvent } from '../protocol/events.ts';
import { FailureError } from '../protocol/failure.ts';
import type { Clearable, KeptSave } from '../protocol/savedRuns.ts';
import type { OpenRun } from '../storage/runStore.ts';
import { decodeCheckpoint } from './checkpointFile.ts';
import { totalOf } from './runPlan.ts';
import type { Storage } from './storage.ts';

interface Parts {
  readonly storage: Storage;
  readonly emit: (event: TrainerEvent) => void;
  /** The run of this tab, and whether it is under way. */
  readonly current: () => { readonly runId: string; readonly archive: OpenRun; readonly isBusy: boolean } | undefined;
  /** Of the data set that is open. */
  readonly hashInUse: () => Promise<string | undefined>;
}

type Asked<T extends Command['type']> = Extract<Command, { type: T }>;
export type SavedRunsCommand = Asked<
  | 'runs/list'
  | 'runs/rename'
  | 'runs/duplicate'
  | 'runs/delete'
  | 'runs/clear'
  | 'checkpoint/download'
  | 'checkpoint/open'
>;

export interface SavedRuns {
  /** Does what is asked and says what there is then. Throws FailureError. */
  handle(command: SavedRunsCommand): Promise<void>;
  list(): Promise<void>;
}

/** Larger files than any network here has; they are read whole. */
const LARGEST_CHECKPOINT = 2 ** 31;
const IMAGES_PER_KIMG = 1000;
const KIMG_DIGITS = 6;

export function createSavedRuns({ storage, emit, current, hashInUse }: Parts): SavedRuns {
  const { runs, kept } = storage;
  const archiveHere = (runId: string) => {
    const own = current();
    return own?.runId === runId ? own.archive : undefined;
  };

  async function list(): Promise<void> {
    const { runs: found } = await runs.list();
    const held = found.map((run) => (archiveHere(run.runId) ? { ...run, held: 'here' as const } : run));
    emit({ type: 'runs/listed', runs: held, storage: await storage.facts() });
  }

  /** Slices that neither a run nor the page needs. */
  async function removeUnneeded(): Promise<void> {
    const inUse = await hashInUse();
    const { runs: left } = await runs.list();
    const needed = [...left.map(({ data }) => data.hash), ...(inUse === undefined ? [] : [inUse])];
    await kept?.removeAllBut(new Set(needed));
  }

  async function remove(runId: string): Promise<void> {
    const own = current();
    if (own?.runId === runId) {
      if (own.isBusy) throw new FailureError('bad-config', 'This run is under way: stop it before deleting it.');
      await own.archive.close();
    }
    await runs.remove(runId);
    await removeUnneeded();
  }

  async function clear(what: Clearable): Promise<void> {
    if (what === 'samples') return runs.clearSheets();
    if (what === 'runs') {
      await runs.clearRuns();
      return removeUnneeded();
    }
    const inUse = await hashInUse();
    await kept?.removeAllBut(new Set(inUse === undefined ? [] : [inUse]));
  }

  const lastSave = async (runId: string) => (await (archiveHere(runId)?.load() ?? runs.load(runId))).bytes;
  const keptSave = async (runId: string, kept: KeptSave) =>
    (await archiveHere(runId)?.loadPin(kept)) ?? runs.loadPin(runId, kept);

  async function duplicate({ runId, from }: Asked<'runs/duplicate'>): Promise<void> {
    const newId = crypto.randomUUID();
    if (from === undefined) await runs.duplicate(runId, newId, Date.now());
    else await runs.fork(runId, from, newId, Date.now());
  }

  async function download({ requestId, runId, from }: Asked<'checkpoint/download'>): Promise<void> {
    const bytes = await (from === undefined ? lastSave(runId) : keptSave(runId, from));
    const { config, state } = decodeCheckpoint(bytes);
    const kimg = (state.counters.nimg / IMAGES_PER_KIMG).toFixed(0).padStart(KIMG_DIGITS, '0');
    emit({
      type: 'checkpoint/ready',
      requestId,
      fileName: `gyrus-checkpoint-${config.preset}-${kimg}.safetensors`,
      bytes,
    });
  }

  /** As a run of its own, stopped where it was. */
  async function open({ requestId, file }: Asked<'checkpoint/open'>): Promise<void> {
    if (file.size > LARGEST_CHECKPOINT)
      throw new FailureError(
        'bad-checkpoint',
        `${file.name} has ${file.size.toLocaleString('en-US')} bytes; checkpoints of at most ${LARGEST_CHECKPOINT.toLocaleString('en-US')} are read.`,
      );
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { name, config, stages, data, state } = decodeCheckpoint(bytes);
    const runId = crypto.randomUUID();
    const now = Date.now();
    const { preset, resolution } = config;
    const totalNimg = totalOf(stages);
    const archive = await runs.create({ runId, name, preset, resolution, createdAt: now, totalNimg, data });
    try {
      await archive.save([bytes], { nimg: state.counters.nimg, savedAt: now, state: 'under-way' });
    } finally {
      await archive.close();
    }
    emit({ type: 'checkpoint/opened', requestId, runId });
  }

  return {
    list,
    async handle(command) {
      switch (command.type) {
        case 'checkpoint/download':
          return download(command);
        case 'checkpoint/open':
          await open(command);
          break;
        case 'runs/rename':
          await (archiveHere(command.runId)?.rename(command.name) ?? runs.rename(command.runId, command.name));
          break;
        case 'runs/duplicate':
          await duplicate(command);
          break;
        case 'runs/delete':
          await remove(command.runId);
          break;
        case 'runs/clear':
          await clear(command.what);
          break;
        case 'runs/list':
          break;
      }
      await list();
    },
  };
}
