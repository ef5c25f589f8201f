/**
 * Looks for a real picture among those that the averaged generator can draw: a few steps at a time, so that training goes on
 * in between, with one copy of the averages made when it begins. One search at a time; stopped, it gives what it has found.
 */
import { hasRandomConv, type RandomConvMaps, randomConvMaps } from '../evaluation/randomConv.ts';
import { disposeParams } from '../model/paramStore.ts';
import { channelsOf, type SheetImage } from '../protocol/dataset.ts';
import { FailureError } from '../protocol/failure.ts';
import { PROJECTION_STEPS } from '../protocol/projection.ts';
import { byteOf, type Painter, paintStyles } from '../sampling/paintStyles.ts';
import { createSearch, type Search } from '../sampling/projection.ts';
import { searchStart } from '../sampling/searchStart.ts';
import type { Drawable } from './drawable.ts';
import { frozenCopy } from './frozenCopy.ts';
import { sampleLabels } from './sampleLabels.ts';
import { sheetImage } from './sheets.ts';
import { type SoughtPicture, shownSlice, soughtPicture } from './soughtPicture.ts';
import type { StudioCommand, StudioParts } from './studioParts.ts';

type ProjectionCommand = Extract<
  StudioCommand,
  { type: 'explore/project' | 'explore/stopProjection' | 'explore/showSlice' }
>;
type ProjectCommand = Extract<ProjectionCommand, { type: 'explore/project' }>;

export interface Projections {
  handle(command: ProjectionCommand): void;
}

/** A part ends with the step that goes beyond it, so that training waits for no more than a step of its own. */
const PART_MS = 60;
/** At most four times a second. */
const SAY_EVERY_MS = 250;
/** Of the steps: how often what was found so far is drawn. */
const LOOKS = 10;

export function createProjection(parts: StudioParts, clock: () => number = () => performance.now()): Projections {
  let underWay: { stopped: boolean } | undefined;

  return {
    handle(command) {
      switch (command.type) {
        case 'explore/stopProjection':
          if (underWay) underWay.stopped = true;
          return;
        case 'explore/showSlice':
          return parts.later(async () => {
            const slice = await shownSlice(command.which, parts.dataset()?.opened.source);
            parts.emit({ type: 'explore/sliceShown', requestId: command.requestId, slice });
          }, command.requestId);
        case 'explore/project':
          return parts.later(() => begin(command), command.requestId);
      }
    },
  };

  async function begin(command: ProjectCommand): Promise<void> {
    if (underWay) throw new FailureError('bad-config', 'A picture is being looked for: wait for it, or stop it first.');
    checkSteps(command.steps);
    const ticket = { stopped: false };
    underWay = ticket;
    try {
      const sought = await prepared(command, parts);
      parts.addPart(() => nextPart(command, sought, ticket, { losses: [], saidAt: clock() }), command.requestId);
    } catch (error) {
      underWay = undefined;
      throw error;
    }
  }

  async function nextPart(
    command: ProjectCommand,
    sought: Sought,
    ticket: { readonly stopped: boolean },
    { losses, saidAt }: { readonly losses: number[]; readonly saidAt: number },
  ): Promise<void> {
    const { requestId, steps } = command;
    try {
      const before = losses.length;
      const began = clock();
      while (!ticket.stopped && losses.length < steps && (losses.length === before || clock() - began < PART_MS))
        losses.push(await sought.search.step());
      if (losses.length < steps && !ticket.stopped) {
        const isDue = clock() - saidAt >= SAY_EVERY_MS;
        const looks = Math.floor((losses.length * LOOKS) / steps) > Math.floor((before * LOOKS) / steps);
        if (isDue || looks) {
          const loss = losses.at(-1) as number;
          const said = { type: 'explore/projecting', step: losses.length, of: steps, loss } as const;
          parts.emit(looks ? { ...said, sheet: await foundSheet(sought) } : said);
        }
        const said = { losses, saidAt: isDue || looks ? clock() : saidAt };
        return parts.addPart(() => nextPart(command, sought, ticket, said), requestId);
      }
      await sought.search.look(sought.search.w());
      const { w, loss } = sought.search.nearest();
      const projection = {
        w,
        losses: Float32Array.from(losses),
        sheet: await foundSheet(sought),
        distance: sought.distance,
        distances: { start: sought.startDistance, found: loss },
        target: sought.picture.name,
        from: sought.drawable.from,
      };
      end(sought);
      parts.emit({ type: 'explore/projected', requestId, projection });
    } catch (error) {
      end(sought);
      throw error;
    }
  }

  function end(sought: Sought): void {
    underWay = undefined;
    disposeSought(sought);
  }
}

/** All that a search holds from its beginning to its end. */
interface Sought {
  readonly picture: SoughtPicture;
  /** A copy of its own. */
  readonly drawable: Drawable;
  readonly search: Search;
  /** Of the mean picture. */
  readonly startDistance: number;
  readonly maps: RandomConvMaps | undefined;
  /** What near means, in words. */
  readonly distance: string;
}

async function prepared({ target, steps, className }: ProjectCommand, parts: StudioParts): Promise<Sought> {
  const now = parts.drawable();
  const { shape, resolution } = now.painter;
  const label = className === undefined ? undefined : sampleLabels([0], now.from.classes, className)?.[0];
  const picture = await soughtPicture(target, parts.dataset()?.opened.source, now.painter, parts.decode);
  const drawable = await frozenCopy(now);
  const { painter } = drawable;
  const maps = hasRandomConv(resolution) ? randomConvMaps(resolution, channelsOf(shape)) : undefined;
  try {
    const start = await searchStart(painter, label);
    const features = maps ? { features: maps.apply } : {};
    const search = createSearch({ painter, target: picture.values, start, steps, seed: 0, ...features });
    const { loss } = await search.look(start.w);
    const distance = maps ? `pixels, and ${maps.name}` : 'pixels';
    return { picture, drawable, search, startDistance: loss, maps, distance };
  } catch (error) {
    disposeParams(painter.params);
    maps?.dispose();
    throw error;
  }
}

function disposeSought({ search, maps, drawable }: Sought): void {
  search.dispose();
  maps?.dispose();
  disposeParams(drawable.painter.params);
}

function checkSteps(steps: number): void {
  const { least, most } = PROJECTION_STEPS;
  if (Number.isInteger(steps) && steps >= least && steps <= most) return;
  throw new FailureError('bad-config', `${steps} steps were asked for: ask for ${least} to ${most}.`);
}

/** Real, found, and their difference. */
async function foundSheet({ search, picture, drawable }: Sought): Promise<SheetImage> {
  const { painter, from } = drawable;
  const real = Uint8Array.from(picture.values, byteOf);
  const found = await pictureOf(painter, search.nearest().w, from.layers);
  const difference = found.map((value, i) => greyDifference(value, real[i] as number));
  const three = new Uint8Array(SHEET_COLUMNS * real.length);
  [real, found, difference].forEach((pixels, place) => {
    three.set(pixels, place * real.length);
  });
  return sheetImage(three, painter.resolution, SHEET_COLUMNS, channelsOf(painter.shape));
}

const SHEET_COLUMNS = 3;

async function pictureOf(painter: Painter, w: Float32Array, layers: number): Promise<Uint8Array<ArrayBuffer>> {
  const ws = Array.from({ length: layers }, () => w);
  return paintStyles(painter, ws, { kind: 'constant', seeds: [0] });
}

/** Middle grey where both are equal, lighter where the found one is brighter. */
function greyDifference(found: number, real: number): number {
  const MIDDLE = 127.5;
  return Math.round(MIDDLE + (found - real) / 2);
}
