/**
 * What a person can do about copies: look for them, and answer before an export whether it may leave all the same. The gate
 * holds up nothing but copies: what is unknown, and a look that fails, is said and lets the export go on.
 */
import type { Client } from '../client/client.ts';
import { toFailure } from '../protocol/failure.ts';
import type { CopyCheck, CopySubject } from '../protocol/judging.ts';
import type { CopyGateView } from '../state/appState.ts';
import { withGate } from '../state/judge.ts';
import type { AppStore } from '../state/store.ts';

export interface CopiesActions {
  /** Looks anew; the answer is in `judge.check`. Rejects with a FailureError. */
  lookForCopies(): Promise<void>;
  /** Answers the gate's question: why it may leave all the same, or undefined for leaving it. */
  answerGate(reason: string | undefined): void;
  /** What the gate said was read. */
  dismissGate(): void;
}

/** What an export adds to its request. */
export interface GatePass {
  readonly reason?: string;
}

export interface CopiesGate {
  /**
   * Looks where nobody has about here; undefined where the person leaves the export. It never rejects. of: whose pictures,
   * where they are not what Explore would draw now.
   */
  pass(what: CopyGateView['what'], of?: 'run' | CopySubject): Promise<GatePass | undefined>;
}

export function createCopiesActions(
  { update }: AppStore,
  client: Client,
): CopiesActions & { readonly gate: CopiesGate } {
  let answered: ((pass: GatePass | undefined) => void) | undefined;
  const show = (gate: CopyGateView | undefined) => update((state) => withGate(state, gate));

  /** The person's answer; while it is awaited the dialog is open. */
  function ask(what: CopyGateView['what'], check: CopyCheck): Promise<GatePass | undefined> {
    show({ phase: 'asking', what, check });
    return new Promise((resolve) => {
      answered = (pass) => {
        answered = undefined;
        show(pass ? { phase: 'said', what, check } : undefined);
        resolve(pass);
      };
    });
  }

  async function pass(
    what: CopyGateView['what'],
    of: 'run' | CopySubject | undefined = what === 'weights' ? 'run' : undefined,
  ): Promise<GatePass | undefined> {
    show({ phase: 'looking', what });
    try {
      const about = of === undefined ? {} : { of };
      const { check } = await client.request({ type: 'copies/check', recent: true, ...about });
      if (check.verdict === 'copies') return ask(what, check);
      show({ phase: 'said', what, check });
    } catch (error) {
      show({ phase: 'said', what, failure: toFailure(error) });
    }
    return {};
  }

  return {
    gate: { pass },
    async lookForCopies() {
      await client.request({ type: 'copies/check' });
    },
    answerGate: (reason) => answered?.(reason === undefined ? undefined : { reason }),
    dismissGate: () => show(undefined),
  };
}
