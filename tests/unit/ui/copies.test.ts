/** The gate before an export as the page keeps it, and the histogram behind the pane. */
import { describe, expect, it } from 'vitest';
import type { Client, ClientRequest, ReplyTo } from '../../../src/client/client.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import type { CopyCheck, CopySpace, CopyVerdict } from '../../../src/protocol/judging.ts';
import { applyEvent } from '../../../src/state/applyEvent.ts';
import { initialState } from '../../../src/state/initialState.ts';
import { createAppStore } from '../../../src/state/store.ts';
import { binText, gateObstacle, presentCheck, ratioBins, ratioPlace } from '../../../src/ui/copies/copiesText.ts';
import { createCopiesActions } from '../../../src/ui/copiesActions.ts';

const checkOf = (verdict: CopyVerdict): CopyCheck => ({
  ...{ subject: { runId: 'r' }, nimg: 8000, resolution: 16, pictures: 100 },
  ...{ verdict, sentence: `It is ${verdict}.`, spaces: [] },
});

/** A page whose engine answers every look with `answer`, and the requests that it was asked. */
function pageWith(answer: CopyCheck | Error) {
  const store = createAppStore(initialState());
  const asked: ClientRequest[] = [];
  const client: Client = {
    send: () => undefined,
    request: async <R extends ClientRequest>(request: R) => {
      asked.push(request);
      if (answer instanceof Error) throw answer;
      return { type: 'copies/checked', requestId: 'x', check: answer } as ReplyTo<R>;
    },
  };
  const actions = createCopiesActions(store, client);
  return { asked, actions, gate: () => store.getState().judge.gate };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('the gate', () => {
  it.each(['none', 'closer', 'unknown'] as const)(
    'lets an export go on by itself where the verdict is %s',
    async (verdict) => {
      const { actions, gate, asked } = pageWith(checkOf(verdict));
      const passing = actions.gate.pass('weights');
      expect(gateObstacle(gate())).toBe('Looking for copies');
      expect(await passing).toEqual({});
      expect(asked).toEqual([{ type: 'copies/check', recent: true, of: 'run' }]);
      expect(gate()).toMatchObject({ phase: 'said', check: { verdict } });
      expect(gateObstacle(gate())).toBeUndefined();
      actions.dismissGate();
      expect(gate()).toBeUndefined();
    },
  );

  it('lets an export go on where the look fails, and says so', async () => {
    const { actions, gate } = pageWith(new FailureError('internal', 'It came to nothing.'));
    expect(await actions.gate.pass('pictures')).toEqual({});
    expect(gate()).toMatchObject({ phase: 'said', failure: { message: 'It came to nothing.' } });
  });

  it('asks where copies were found, and passes the reason on, or nothing', async () => {
    const { actions, gate, asked } = pageWith(checkOf('copies'));
    const passing = actions.gate.pass('pictures');
    await settled();
    expect(asked).toEqual([{ type: 'copies/check', recent: true }]);
    expect(gate()).toMatchObject({ phase: 'asking', what: 'pictures' });
    expect(gateObstacle(gate())).toBe('Waiting for an answer about copies');
    actions.answerGate('They are phantoms.');
    expect(await passing).toEqual({ reason: 'They are phantoms.' });
    expect(gate()?.phase).toBe('said');

    const older = actions.gate.pass('pictures', { file: 'w.zip' });
    await settled();
    expect(asked.at(-1)).toEqual({ type: 'copies/check', recent: true, of: { file: 'w.zip' } });
    actions.answerGate('They are phantoms.');
    await older;

    const left = actions.gate.pass('weights');
    await settled();
    actions.answerGate(undefined);
    expect(await left).toBeUndefined();
    expect(gate()).toBeUndefined();
  });
});

describe('the histogram', () => {
  const space: CopySpace = {
    ...{ name: 'pixels at 16 px', verdict: 'none', sentence: '', threshold: 0.78 },
    fakeRatios: Float32Array.of(0, 0.05, 0.95, 2.5),
    heldOutRatios: Float32Array.of(1, 1.04),
  };

  it('counts every ratio once, all above 2 together', () => {
    const bins = ratioBins(space);
    expect(bins.map(({ fakes }) => fakes).filter((count) => count > 0)).toEqual([2, 1, 1]);
    expect([bins[0]?.fakes, bins[9]?.fakes, bins[20]?.fakes]).toEqual([2, 1, 1]);
    expect(bins[10]).toMatchObject({ heldOut: 2, heldOutShare: 1 });
    expect(bins.reduce((sum, { fakeShare }) => sum + fakeShare, 0)).toBeCloseTo(1, 12);
    expect(bins.map(binText).slice(-2)).toEqual(['1.9 to 2.0', '2.0 or more']);
  });

  it('places ratios along the bins', () => {
    expect([0, 1, 2, 9].map(ratioPlace)).toEqual([0, 10 / 21, 20 / 21, 1]);
  });
});

it('a look at another run is not shown, and progress ends with the look', () => {
  const progress = applyEvent(initialState(), { type: 'copies/progress', done: 3, of: 9 });
  expect(progress.judge.checking).toEqual({ done: 3, of: 9 });
  expect(applyEvent(progress, { type: 'copies/progress', done: 9, of: 9 }).judge.checking).toBeUndefined();
  const state = applyEvent(progress, { type: 'copies/checked', requestId: 'x', check: checkOf('none') });
  expect(state.judge.check?.verdict).toBe('none');
  expect(presentCheck(state)).toBeUndefined();
});
