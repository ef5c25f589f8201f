/**
 * The two sides of a comparison, each a generator of its own with what is said of it: frozen copies, so that training may go on
 * meanwhile. It refuses sides whose pictures cannot be laid beside each other, and draws nothing.
 */
import { generatorSpecs } from '../model/generator.ts';
import { disposeParams, paramsOf } from '../model/paramStore.ts';
import type { Side } from '../protocol/comparison.ts';
import { channelsOf } from '../protocol/dataset.ts';
import { FailureError } from '../protocol/failure.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import type { Painter } from '../sampling/paintStyles.ts';
import { networkShape } from '../training/networks.ts';
import { scheduleAt } from '../training/schedule.ts';
import { decodeCheckpoint, type RunMemory } from './checkpointFile.ts';
import { frozenCopy } from './frozenCopy.ts';
import type { StudioParts } from './studioParts.ts';

export interface OpenSide {
  readonly name: string;
  readonly painter: Painter;
  /** Reals that its critic had been shown. */
  readonly nimg: number;
  /** Classes that its network knows, in label order. */
  readonly classes: readonly string[];
  /** The class that all its pictures are of; missing where they take turns. */
  readonly className?: string;
  /** The class of the reals that it stands for; missing where it stands for no one class. */
  readonly realClass?: string;
}

export interface OpenSides {
  readonly sides: readonly [OpenSide, OpenSide];
  /** Networks that draw them. */
  readonly models: 1 | 2;
  readonly resolution: number;
  readonly channels: 1 | 3;
  dispose(): void;
}

/** A saved run's last averages, read from where it is kept. */
interface SavedSide {
  readonly name: string;
  readonly memory: RunMemory;
}

type Parts = Pick<StudioParts, 'drawable' | 'run' | 'storage'>;

/**
 * Reads what has to be read, then makes the generators within `inTurn`. Throws FailureError 'bad-config' for sides that
 * do not go together, 'bad-weights', 'bad-checkpoint' or 'run-elsewhere'. Caller disposes.
 */
export async function openSides(
  asked: readonly [Side, Side],
  parts: Parts,
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<OpenSides> {
  if (JSON.stringify(asked[0]) === JSON.stringify(asked[1]))
    throw new FailureError('bad-config', 'Both sides are the same: choose two that differ.');
  const saved = await Promise.all(asked.map((side) => readSaved(side, parts)));
  return inTurn(async () => {
    const open: OpenSide[] = [];
    const close = () => {
      for (const params of new Set(open.map(({ painter }) => painter.params))) disposeParams(params);
    };
    try {
      for (const [i, side] of asked.entries()) {
        const before = open.find((_, other) => asked[other]?.kind === 'class');
        open.push(await openSide(side, saved[i], side.kind === 'class' ? before : undefined, parts));
      }
      const sides = named(open as [OpenSide, OpenSide]);
      checkAlike(sides);
      const [{ painter }] = sides;
      const models = sides[0].painter.params === sides[1].painter.params ? 1 : 2;
      return { sides, models, resolution: painter.resolution, channels: channelsOf(painter.shape), dispose: close };
    } catch (error) {
      close();
      throw error;
    }
  });
}

/** undefined for what is at hand. */
async function readSaved(side: Side, { run, storage }: Parts): Promise<SavedSide | undefined> {
  if (side.kind === 'class' || run()?.runId === side.runId) return undefined;
  const memory = decodeCheckpoint((await storage.runs.load(side.runId)).bytes);
  const { runs } = await storage.runs.list();
  return { name: runs.find(({ runId }) => runId === side.runId)?.name ?? memory.name, memory };
}

async function openSide(
  side: Side,
  saved: SavedSide | undefined,
  sameNetworks: OpenSide | undefined,
  { drawable, run }: Parts,
): Promise<OpenSide> {
  if (side.kind === 'class') {
    const { className } = side;
    const own = sameNetworks ?? (await openAtHand(drawable, className));
    if (!own.classes.includes(className)) throw unknownClass(className, own.classes);
    return { ...own, name: className, className, realClass: className };
  }
  if (saved) return openSaved(saved);
  const current = run();
  if (!current) throw new FailureError('bad-config', 'The run is not at hand any more: choose another.');
  const { nimg } = current.state;
  const { preset } = current.config;
  const { resolution } = current.sampling([], 1);
  const from = { nimg, preset, resolution, layers: 0, classes: current.classes };
  const { painter } = await frozenCopy({ painter: current.sampling([], 1), from });
  return {
    ...{ name: current.archive.record.name, painter, nimg, classes: current.classes },
    ...realClassOf(current.config),
  };
}

async function openAtHand(drawable: Parts['drawable'], className: string): Promise<OpenSide> {
  const now = drawable();
  if (!now.from.classes.includes(className)) throw unknownClass(className, now.from.classes);
  const { painter, from } = await frozenCopy(now);
  return { name: '', painter, nimg: from.nimg, classes: from.classes };
}

function openSaved({ name, memory }: SavedSide): OpenSide {
  const { config, stages, classes, state } = memory;
  const { nimg } = state.counters;
  const shape = networkShape(config, classes.length);
  const params = paramsOf(generatorSpecs(shape), (spec) => {
    const kept = state.tensors.get(`GEma.${spec.name}`);
    if (kept?.shape.join() === spec.shape.join()) return kept.data;
    throw new FailureError(
      'bad-checkpoint',
      `The last save of "${name}" lacks "GEma.${spec.name}": choose another run.`,
    );
  });
  const { resolution, alpha } = scheduleAt(config, stages, Math.max(0, nimg - 1));
  return {
    ...{ name, nimg, painter: { params, shape, resolution, alpha, noiseSeed: config.seed } },
    classes: config.conditional ? classes : [],
    ...realClassOf(config),
  };
}

/** A run that was trained on one class stands for that. */
function realClassOf({ trainOn }: TrainConfig): { realClass?: string } {
  const [realClass] = trainOn;
  return typeof trainOn !== 'string' && trainOn.length === 1 && realClass !== undefined ? { realClass } : {};
}

/** Two runs of one name are told apart by a number. */
function named(sides: readonly [OpenSide, OpenSide]): readonly [OpenSide, OpenSide] {
  const [first, second] = sides;
  return first.name === second.name
    ? [
        { ...first, name: `${first.name} (1)` },
        { ...second, name: `${second.name} (2)` },
      ]
    : sides;
}

function checkAlike([first, second]: readonly [OpenSide, OpenSide]): void {
  const kind = ({ painter: { resolution, shape } }: OpenSide) =>
    `${resolution} × ${resolution} ${channelsOf(shape) === 1 ? 'grey' : 'RGB'}`;
  if (kind(first) === kind(second)) return;
  throw new FailureError(
    'bad-config',
    `${first.name} draws ${kind(first)} and ${second.name} ${kind(second)} pictures, which cannot be compared: choose two of one size.`,
  );
}

function unknownClass(className: string, classes: readonly string[]): FailureError {
  const known = classes.length > 0 ? `they know ${classes.join(', ')}` : 'they were trained without classes';
  return new FailureError('bad-config', `These networks cannot draw the class "${className}": ${known}.`);
}
