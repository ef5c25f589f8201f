/** How steps are cut into submissions: by the time they took, with times that come later than they are wished for. */
import { describe, expect, it } from 'vitest';
import { createPacing, dispatchesInOne, steadied } from '../../../../src/gpu/recording/pacing.ts';

describe('dispatches in one submission', () => {
  it('are few until a time is known', () => {
    expect(dispatchesInOne(400, undefined, 100)).toBe(32);
  });
  it('are all where the whole step is short', () => {
    expect(dispatchesInOne(400, 7, 100)).toBe(400);
    expect(dispatchesInOne(400, 100, 100)).toBe(400);
  });
  it('are cut so that twice a part’s share is still short', () => {
    expect(dispatchesInOne(400, 101, 100)).toBe(134);
    expect(dispatchesInOne(400, 1000, 100)).toBe(20);
  });
  it('are never none', () => {
    expect(dispatchesInOne(10, 1e6, 100)).toBe(1);
    expect(dispatchesInOne(0, 5, 100)).toBe(1);
  });
});

it('the estimate begins with the first time and follows the others slowly', () => {
  expect(steadied(undefined, 80)).toBe(80);
  expect(steadied(80, 160)).toBe(100);
});

describe('pacing', () => {
  /** A GPU that is done when the test says so. */
  function world() {
    let now = 0;
    const waiting: (() => void)[] = [];
    const pacing = createPacing({
      longestMs: 100,
      clock: () => now,
      done: () => new Promise((resolve) => waiting.push(resolve)),
    });
    const doneAt = async (time: number) => {
      now = time;
      waiting.shift()?.();
      await Promise.resolve();
      await Promise.resolve();
    };
    return { pacing, doneAt };
  }

  it('counts a step from the end of the one before it, not from when it began to wait', async () => {
    const { pacing, doneAt } = world();
    pacing.handedOver('a', 0);
    pacing.handedOver('b', 10);
    await doneAt(400);
    await doneAt(450);
    expect(pacing.mostInOne('a', 80)).toBe(10);
    expect(pacing.mostInOne('b', 80)).toBe(80);
  });

  it('keeps nothing of steps that were forgotten before their time came', async () => {
    const { pacing, doneAt } = world();
    pacing.handedOver('a', 0);
    pacing.forget();
    await doneAt(10);
    expect(pacing.mostInOne('a', 400)).toBe(32);
  });

  it('survives a GPU that is lost', async () => {
    const pacing = createPacing({ longestMs: 100, clock: () => 0, done: () => Promise.reject(new Error('lost')) });
    pacing.handedOver('a', 0);
    await Promise.resolve();
    expect(pacing.mostInOne('a', 400)).toBe(32);
  });
});
