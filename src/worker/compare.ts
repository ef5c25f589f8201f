/**
 * The comparing studio: two sides told apart, drawn in pairs, or two runs' stories. Work on the GPU comes in parts that take
 * turns with training, arithmetic goes to the reckoning worker. One comparison and one table of pairs at a time.
 */
import { FailureError } from '../protocol/failure.ts';
import { compareSides, type EmbedCommand } from './compareEmbed.ts';
import { type PairsCommand, pairSides } from './comparePairs.ts';
import { storiesOf } from './compareStories.ts';
import type { CommandOf, StudioParts } from './studioParts.ts';

export interface Compare {
  handle(command: CommandOf<'compare'>): void;
}

/** At most four messages of progress a second. */
const PROGRESS_MS = 250;

export function createCompare(parts: StudioParts): Compare {
  const { emit, later, addPart } = parts;
  let comparing: AbortController | undefined;
  let pairing = false;

  /** A part of long work, waited for. */
  const inTurn = <T>(work: () => Promise<T>) =>
    new Promise<T>((resolve, reject) => addPart(() => work().then(resolve, reject)));
  /** What `work` throws answers the request. */
  const answer = (requestId: string, work: () => Promise<void>) =>
    void work().catch((error: unknown) => later(() => Promise.reject(error), requestId));

  async function embed(command: EmbedCommand): Promise<void> {
    if (comparing) throw new FailureError('bad-config', 'A comparison is being made: wait for it, or stop it first.');
    const controller = new AbortController();
    comparing = controller;
    const { requestId } = command;
    try {
      const progress = throttled((what, done, of) => emit({ type: 'compare/progress', what, done, of }));
      const comparison = await compareSides(command, { ...parts, inTurn, progress, signal: controller.signal });
      emit({ type: 'compare/embedded', requestId, comparison });
    } catch (error) {
      if (!controller.signal.aborted) throw error;
      emit({ type: 'compare/embedded', requestId, comparison: undefined });
    } finally {
      comparing = undefined;
      emit({ type: 'compare/progress', what: 'Compared', done: 1, of: 1 });
    }
  }

  async function pairs(command: PairsCommand): Promise<void> {
    if (pairing) throw new FailureError('bad-config', 'Pairs are being drawn: wait for them first.');
    pairing = true;
    try {
      const { requestId } = command;
      emit({ type: 'compare/paired', requestId, pairs: await pairSides(command, parts, inTurn) });
    } finally {
      pairing = false;
    }
  }

  return {
    handle(command) {
      switch (command.type) {
        case 'compare/embed':
          return answer(command.requestId, () => embed(command));
        case 'compare/stop':
          return comparing?.abort(new DOMException('The comparison was stopped.', 'AbortError'));
        case 'compare/pairs':
          return answer(command.requestId, () => pairs(command));
        case 'compare/runs': {
          const { requestId, runIds } = command;
          return answer(requestId, async () =>
            emit({ type: 'compare/runs', requestId, stories: await storiesOf(runIds, parts) }),
          );
        }
      }
    },
  };
}

type Progress = (what: string, done: number, of: number) => void;

/** Every new `what` at once, and of the rest one each PROGRESS_MS; never the end, which the answer says. */
function throttled(say: Progress): Progress {
  let last = { what: '', at: Number.NEGATIVE_INFINITY };
  return (what, done, of) => {
    const now = performance.now();
    if (done >= of || (what === last.what && now - last.at < PROGRESS_MS)) return;
    last = { what, at: now };
    say(what, done, of);
  };
}
