/**
 * The look for copies: pictures of a frozen generator, drawn between steps of training, beside every training slice and the
 * held-out ones. One at a time; a second asker gets the first one's answer. It judges nothing itself.
 */
import type { SliceSource } from '../dataset/sliceSource.ts';
import type { Memorisation } from '../evaluation/memorisation.ts';
import { disposeParams } from '../model/paramStore.ts';
import { subjectOf } from '../protocol/copySubject.ts';
import { FailureError, toFailure } from '../protocol/failure.ts';
import type { CopyCheck, CopySubject } from '../protocol/judging.ts';
import { type CopyGate, createCopyGate, keyOf } from './copyGate.ts';
import { FIRST_SEED, type Gathered, gatherSets, type RealSets } from './copySets.ts';
import { worstSheet } from './copySheet.ts';
import { type CopySlices, copySlices } from './copySlices.ts';
import { copyJudgement } from './copyVerdict.ts';
import { type Drawable, drawableOf } from './drawable.ts';
import { frozenCopy } from './frozenCopy.ts';
import type { CommandOf, StudioParts } from './studioParts.ts';

export interface Copies {
  handle(command: CommandOf<'copies'>): void;
  readonly gate: CopyGate;
}

/** A look under way. */
interface Look {
  readonly subject: CopySubject;
  /** Everyone who waits for its answer. */
  readonly requestIds: string[];
}

/** Pairs on the sheet. */
const WORST = 8;
/**
 * One part of gathering: several batches where they are short. It takes longer only where training's own turn did, so that
 * whoever waits for an export on a slow machine waits for few turns.
 */
const PART_MS = 80;
/** Four messages a second at most. */
const TELL_EVERY_MS = 250;
/** After the pictures are gathered, one thing is left to do. */
const RECKONING = 1;

export function createCopies(parts: StudioParts): Copies {
  const gate = createCopyGate();
  /** Features of real slices, as long as their source lives. */
  const kept = new WeakMap<SliceSource, RealSets>();
  let underWay: Look | undefined;
  const clock = () => performance.now();

  return {
    gate,
    handle: (command) => parts.later(() => begin(command), command.requestId),
  };

  async function begin({ requestId, of, recent = false }: CommandOf<'copies'>): Promise<void> {
    if (typeof of !== 'object')
      return lookAt(of === 'run' ? drawableOf(runOrThrow(), undefined) : parts.drawable(), requestId, recent);
    const drawable = stillDrawable(of);
    return drawable ? lookAt(drawable, requestId, recent) : sayOfLost(of, requestId);
  }

  async function lookAt(drawable: Drawable, requestId: string, recent: boolean): Promise<void> {
    const subject = subjectOf(drawable.from);
    const { nimg, resolution } = drawable.from;
    const before = recent ? gate.recent(subject, nimg, resolution) : undefined;
    if (before) return parts.emit({ type: 'copies/checked', requestId, check: before });
    if (underWay) return join(underWay, subject, requestId);
    const slices = copySlices(parts, 'runId' in subject, resolution);
    if (typeof slices === 'string') {
      const check: CopyCheck = {
        ...{ subject, nimg, resolution, pictures: 0 },
        verdict: 'unknown',
        sentence: slices,
        spaces: [],
      };
      return parts.emit({ type: 'copies/checked', requestId, check: gate.keep(check) });
    }
    const look: Look = { subject, requestIds: [requestId] };
    underWay = look;
    try {
      gatherIn(look, await frozenCopy(drawable), slices);
    } catch (error) {
      underWay = undefined;
      throw error;
    }
  }

  function join(look: Look, subject: CopySubject, requestId: string): void {
    if (keyOf(look.subject) !== keyOf(subject))
      throw new FailureError('bad-config', 'A look for copies of other networks is under way: wait for it.');
    look.requestIds.push(requestId);
  }

  /** The networks that drew pictures of `subject`; undefined where they are not at hand any more. */
  function stillDrawable(subject: CopySubject): Drawable | undefined {
    if ('runId' in subject) {
      const run = parts.run();
      return run?.runId === subject.runId ? drawableOf(run, undefined) : undefined;
    }
    const drawable = parts.drawable();
    return drawable.from.file === subject.file ? drawable : undefined;
  }

  /** Pictures of networks that another run or other weights took the place of: the last look at them counts. */
  function sayOfLost(subject: CopySubject, requestId: string): void {
    const check: CopyCheck = gate.last(subject) ?? {
      ...{ subject, nimg: 0, resolution: 0, pictures: 0 },
      verdict: 'unknown',
      sentence:
        'Whether these pictures copy training slices is not known: their networks have given way to others. Draw again before you save.',
      spaces: [],
    };
    parts.emit({ type: 'copies/checked', requestId, check });
  }

  function runOrThrow() {
    const run = parts.run();
    if (!run) throw new FailureError('bad-weights', 'There is no run to look at: start a run first.');
    return run;
  }

  /** All that follows on a look, part by part; `frozen` and `look` end with it, whatever happens. */
  function gatherIn(look: Look, frozen: Drawable, slices: CopySlices): void {
    const sets = gatherSets(frozen, slices, kept.get(slices.source), clock);
    const of = slices.train.length + slices.heldOut.length + slices.fakes + RECKONING;
    let told = Number.NEGATIVE_INFINITY;
    let left = clock();
    const tell = (done: number) => {
      if (clock() - told < TELL_EVERY_MS) return;
      told = clock();
      parts.emit({ type: 'copies/progress', done, of });
    };
    const end = () => {
      underWay = undefined;
      disposeParams(frozen.painter.params);
      parts.emit({ type: 'copies/progress', done: of, of });
    };
    const orFail = async (work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        end();
        const failure = toFailure(error);
        for (const requestId of look.requestIds) parts.emit({ type: 'failure', scope: 'judge', failure, requestId });
      }
    };
    const gather = async () => {
      const until = clock() + Math.max(PART_MS, clock() - left);
      for (;;) {
        const { value, done } = await sets.next();
        if (done) return void orFail(() => reckon(value));
        tell(value);
        if (clock() < until) continue;
        left = clock();
        return parts.addPart(() => orFail(gather));
      }
    };
    /** Not in a part: training goes on meanwhile. */
    const reckon = async ({ reals, spaces }: Gathered) => {
      kept.set(slices.source, reals);
      const { heldOutSubjects } = slices;
      const results = await parts.reckoner.reckon('copies', { spaces, heldOutSubjects, worst: WORST });
      parts.addPart(() =>
        orFail(async () => {
          const check = gate.keep(await checkOf(look.subject, frozen, slices, results));
          end();
          for (const requestId of look.requestIds) parts.emit({ type: 'copies/checked', requestId, check });
        }),
      );
    };
    tell(0);
    parts.addPart(() => orFail(gather));
  }
}

async function checkOf(
  subject: CopySubject,
  frozen: Drawable,
  slices: CopySlices,
  results: readonly Memorisation[],
): Promise<CopyCheck> {
  const { nimg, resolution } = frozen.from;
  const basis = {
    firstSeed: FIRST_SEED,
    trainingSlices: slices.train.length,
    heldOutSlices: slices.heldOut.length,
    heldOutSubjects: slices.subjects,
  };
  const { worst, ...judgement } = copyJudgement(results, basis);
  const pairs = worst.worst;
  const seeds = pairs.map(({ fake }) => FIRST_SEED + fake);
  const sheet = await worstSheet(frozen, slices, pairs, seeds);
  const pictures = results[0]?.fakeRatios.length ?? 0;
  return {
    ...{ subject, nimg, resolution, pictures, basis },
    ...judgement,
    worst: { sheet, space: worst.extractor, seeds, ratios: pairs.map(({ ratio }) => ratio) },
  };
}
