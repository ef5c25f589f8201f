/**
 * The requests of the Explore view: each is drawn when the GPU is free, which is before training's next step, and answered
 * once. It checks what it is asked for and owns no network.
 */
import { copyTexts } from '../export/copyRecord.ts';
import type { Command } from '../protocol/commands.ts';
import type { TrainerEvent } from '../protocol/events.ts';
import {
  DIRECTIONS,
  type LayerRange,
  MOST_ARCHIVED,
  MOST_FRAMES,
  MOST_MIXED_SEEDS,
  MOST_SEEDS_DRAWN,
} from '../protocol/explore.ts';
import { FailureError } from '../protocol/failure.ts';
import type { CopyRecord } from '../protocol/judging.ts';
import { principalDirections } from '../sampling/directions.ts';
import type { Drawable } from './drawable.ts';
import { drawMix, drawSeeds, drawShift, drawWalk } from './exploreDraw.ts';
import { createPictureArchive } from './pictureArchive.ts';
import { SAMPLE_COLUMNS } from './sheets.ts';

type Projecting = 'explore/project' | 'explore/stopProjection' | 'explore/showSlice';
export type ExploreCommand = Exclude<
  Extract<Command, { type: 'sample/generate' | `explore/${string}` }>,
  { type: Projecting }
>;
type ExploreRequest = Exclude<ExploreCommand, { type: 'explore/stopArchive' }>;

export interface ExploreParts {
  readonly emit: (event: TrainerEvent) => void;
  /** Runs a job when the GPU is free; what it throws answers the request. */
  readonly later: (work: () => Promise<void>, requestId: string) => void;
  /** The same for a part of long work, which takes turns with training. */
  readonly addPart: (work: () => Promise<void>, requestId: string) => void;
  /** What is drawn with now; throws FailureError 'bad-weights' where there is nothing. */
  readonly drawable: () => Drawable;
  /** What is known of copies among its pictures; throws FailureError 'copies' where they may not leave without a reason. */
  readonly passCopies: (drawable: Drawable, reason: string | undefined) => CopyRecord | undefined;
}

export interface Explore {
  handle(command: ExploreCommand): void;
}

const LARGEST_SEED = 2 ** 32 - 1;
const IMAGES_PER_KIMG = 1000;

export function createExplore({ emit, later, addPart, drawable, passCopies }: ExploreParts): Explore {
  const archive = createPictureArchive({ emit, addPart });
  return {
    handle(command) {
      if (command.type === 'explore/stopArchive') return archive.stop();
      later(() => answer(command), command.requestId);
    },
  };

  async function answer(command: ExploreRequest): Promise<void> {
    const { requestId } = command;
    const now = drawable();
    const { from } = now;
    switch (command.type) {
      case 'sample/generate':
        return generate(command, now);
      case 'explore/mix': {
        checkSeeds(command.rows, MOST_MIXED_SEEDS);
        checkSeeds(command.columns, MOST_MIXED_SEEDS);
        checkLayers(command.layers, from.layers);
        return emit({ type: 'explore/drawn', requestId, sheet: await drawMix(now, command), from });
      }
      case 'explore/walk': {
        checkSeeds(command.seeds, 2);
        checkCount('frames', command.frames, 2, MOST_FRAMES);
        return emit({ type: 'explore/drawn', requestId, sheet: await drawWalk(now, command), from });
      }
      case 'explore/directions': {
        const { params, shape, resolution } = now.painter;
        const { vectors, shares } = await principalDirections(params, shape, resolution, DIRECTIONS);
        return emit({ type: 'explore/directions', requestId, directions: vectors, shares, from });
      }
      case 'explore/shift': {
        checkSeeds([command.seed], 1);
        checkCount('values of the shift', command.shift.length, now.painter.shape.wDim, now.painter.shape.wDim);
        return emit({ type: 'explore/drawn', requestId, sheet: await drawShift(now, command), from });
      }
      case 'explore/archive': {
        checkCount('pictures', command.count, 1, MOST_ARCHIVED);
        checkSeeds([command.firstSeed, command.firstSeed + command.count - 1], 2);
        return archive.begin(command, now, passCopies(now, command.reason));
      }
    }
  }

  async function generate(command: Extract<Command, { type: 'sample/generate' }>, now: Drawable): Promise<void> {
    const { requestId, seeds, psi, columns, className, noise = 'constant', isToLeave = false, reason } = command;
    checkSeeds(seeds, MOST_SEEDS_DRAWN);
    const texts = isToLeave ? copyTexts(passCopies(now, reason)) : {};
    const look = { psi, noise, ...(className === undefined ? {} : { className }) };
    const across = columns > 0 ? columns : SAMPLE_COLUMNS;
    const { sheet: image, singles, names } = await drawSeeds(now, seeds, look, across, texts);
    const { resolution, alpha } = now.painter;
    const { nimg } = now.from;
    const sheet = { ...image, nimg, kimg: nimg / IMAGES_PER_KIMG, epoch: 0, resolution, alpha, seeds, psi };
    emit({ type: 'sample/ready', requestId, sheet, images: singles, names, from: now.from });
  }
}

function checkSeeds(seeds: readonly number[], most: number): void {
  checkCount('seeds', seeds.length, 1, most);
  const wrong = seeds.find((seed) => !Number.isInteger(seed) || seed < 0 || seed > LARGEST_SEED);
  if (wrong !== undefined)
    throw new FailureError('bad-config', `${wrong} is no seed: take a whole number from 0 to ${LARGEST_SEED}.`);
}

function checkCount(what: string, count: number, least: number, most: number): void {
  if (Number.isInteger(count) && count >= least && count <= most) return;
  throw new FailureError('bad-config', `${count} ${what} were asked for: ask for ${least} to ${most} at a time.`);
}

function checkLayers({ from, to }: LayerRange, layers: number): void {
  if (Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= layers) return;
  throw new FailureError('bad-config', `There are no layers ${from} to ${to}: these networks have 0 to ${layers}.`);
}
