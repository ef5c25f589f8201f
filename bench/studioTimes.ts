/**
 * What a run's own tellings say of its speed, and what asking and measuring cost it: rows of the studio's table. Pure. It refuses
 * to guess where nothing was told.
 */
import { median } from './statistics.ts';

/** When the page heard that so many reals had been shown, every step up to there done on the GPU. */
export interface Telling {
  readonly at: number;
  readonly nimg: number;
}

/** Some training between two tellings. */
export interface Stretch {
  readonly ms: number;
  readonly steps: number;
}

/** One picture or sheet asked for while training goes on. */
export interface Asked {
  /** From asking until the engine takes it up. */
  readonly waitMs: number;
  /** From then until the answer, with what the GPU still had to do of the steps in flight. */
  readonly drawMs: number;
  /** Steps that were submitted since the last telling when it was drawn. */
  readonly steps: number;
}

export interface Measurement {
  readonly began: number;
  readonly ended: number;
  /** Pictures of each set. */
  readonly pictures: number;
}

export interface StudioRow {
  readonly what: string;
  /** How it was found out, and of how much. */
  readonly how: string;
  /** Windows, requests or measurements of which these are medians. */
  readonly times: number;
  readonly msAStep?: number;
  /** Milliseconds a step over those of training alone. */
  readonly besideAlone?: number;
  readonly waitMs?: number;
  readonly drawMs?: number;
  /** From the beginning to the end of what was asked for, measured or reckoned. */
  readonly wholeMs?: number;
  /** Training time that one measurement takes away. */
  readonly lostMs?: number;
  /** Steps submitted after a picture was asked for and before it was drawn, at most. */
  readonly lateSteps?: number;
}

const IMAGES_PER_KIMG = 1000;

export function stretchBetween(first: Telling, last: Telling, batch: number): Stretch {
  return { ms: last.at - first.at, steps: (last.nimg - first.nimg) / batch };
}

export const msAStep = ({ ms, steps }: Stretch) => ms / steps;

/** From the last telling before `from` to the first one after `to`; undefined where there is none on either side. */
export function stretchAround(
  tellings: readonly Telling[],
  { from, to }: { readonly from: number; readonly to: number },
  batch: number,
): Stretch | undefined {
  const first = tellings.findLast(({ at }) => at <= from);
  const last = tellings.find(({ at }) => at >= to);
  return first && last ? stretchBetween(first, last, batch) : undefined;
}

/** Stretches in which nothing was measured, from the end of one measurement to the beginning of the next. */
export function stretchesBeside(
  tellings: readonly Telling[],
  measurements: readonly Measurement[],
  batch: number,
): Stretch[] {
  return measurements.slice(1).flatMap(({ began }, i) => {
    const { ended } = measurements[i] as Measurement;
    const within = tellings.filter(({ at }) => at >= ended && at <= began);
    const [first, last] = [within[0], within.at(-1)];
    return first && last && last.nimg > first.nimg ? [stretchBetween(first, last, batch)] : [];
  });
}

/** One window of each of several rounds. */
export function windowRow(what: string, how: string, windows: readonly Stretch[], msAlone?: number): StudioRow {
  const ms = median(windows.map(msAStep));
  const beside = msAlone === undefined ? {} : { besideAlone: ms / msAlone };
  return { what, how, times: windows.length, msAStep: ms, ...beside };
}

/** inFlight: steps that may be submitted and not yet done, which were there already when it was asked for. */
export function askedRow(what: string, how: string, asked: readonly Asked[], inFlight: number): StudioRow {
  const of = (pick: (one: Asked) => number) => median(asked.map(pick));
  return {
    ...{ what, how, times: asked.length },
    waitMs: of(({ waitMs }) => waitMs),
    drawMs: of(({ drawMs }) => drawMs),
    wholeMs: of(({ waitMs, drawMs }) => waitMs + drawMs),
    lateSteps: Math.max(0, ...asked.map(({ steps }) => steps - inFlight)),
  };
}

/** A measurement, and the training around it. */
export interface Measured {
  readonly measurement: Measurement;
  readonly around: Stretch;
}

/** Measurements that a schedule repeats every so many kimg, or as soon as the last is done where that is later. */
export function measuredRow(
  what: string,
  how: string,
  measured: readonly Measured[],
  { everyKimg, batch, msAlone }: { readonly everyKimg: number; readonly batch: number; readonly msAlone: number },
): StudioRow {
  const lost = ({ around }: Measured) => around.ms - around.steps * msAlone;
  const apart = ({ around }: Measured) => Math.max(around.steps, (everyKimg * IMAGES_PER_KIMG) / batch);
  return {
    ...{ what, how, times: measured.length },
    msAStep: median(measured.map(({ around }) => msAStep(around))),
    besideAlone: median(measured.map((one) => 1 + lost(one) / (apart(one) * msAlone))),
    wholeMs: median(measured.map(({ measurement }) => measurement.ended - measurement.began)),
    lostMs: median(measured.map(lost)),
  };
}
