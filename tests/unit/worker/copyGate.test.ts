/** What may leave after a look for copies, and single pictures on their way out. */
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { encodePng } from '../../../src/export/png.ts';
import { subjectOf } from '../../../src/protocol/copySubject.ts';
import type { TrainerEvent } from '../../../src/protocol/events.ts';
import { FailureError } from '../../../src/protocol/failure.ts';
import { type CopyCheck, type CopySubject, type CopyVerdict, SHORTEST_REASON } from '../../../src/protocol/judging.ts';
import { createCopyGate } from '../../../src/worker/copyGate.ts';
import { createLeavingPictures } from '../../../src/worker/leavingPicture.ts';

const RUN = { runId: 'r' };
const FILE = { file: 'w.zip' };
const REASON = 'They are phantoms, all of them.';

const checkOf = (verdict: CopyVerdict, subject: CopySubject = RUN, nimg = 5000): CopyCheck => ({
  ...{ subject, nimg, resolution: 16, pictures: 100, spaces: [] },
  ...{ verdict, sentence: `It is ${verdict}.` },
});

describe('the gate', () => {
  test('opens for every verdict but copies, and for those with a reason of some length', () => {
    const gate = createCopyGate();
    expect(gate.pass(RUN, undefined)).toBeUndefined();
    for (const verdict of ['none', 'closer', 'unknown'] as const) {
      gate.keep(checkOf(verdict));
      expect(gate.pass(RUN, undefined)?.check.verdict).toBe(verdict);
    }
    gate.keep(checkOf('copies'));
    for (const reason of [undefined, '', `${'x'.repeat(SHORTEST_REASON - 1)}   `])
      expect(() => gate.pass(RUN, reason)).toThrow(/It is copies.*at least 10 characters/);
    expect(gate.pass(RUN, ` ${REASON} `)?.reason).toBe(REASON);
    // The next export needs its own.
    expect(() => gate.pass(RUN, undefined)).toThrow(FailureError);
    expect(gate.pass(FILE, undefined)).toBeUndefined();
  });

  test('a look that came to know nothing does not unsay copies, and one that found none does', () => {
    const gate = createCopyGate();
    gate.keep(checkOf('copies'));
    expect(gate.keep(checkOf('unknown', RUN, 90_000)).verdict).toBe('copies');
    expect(() => gate.pass(RUN, undefined)).toThrow(FailureError);
    expect(gate.keep(checkOf('none', RUN, 90_000)).verdict).toBe('none');
    expect(gate.pass(RUN, undefined)?.check.nimg).toBe(90_000);
  });

  test('a look counts for a kimg about its own, at its resolution, where it came to know something', () => {
    const gate = createCopyGate();
    gate.keep(checkOf('none'));
    expect(gate.recent(RUN, 6000, 16)?.verdict).toBe('none');
    expect(gate.recent(RUN, 6001, 16)).toBeUndefined();
    expect(gate.recent(RUN, 5000, 32)).toBeUndefined();
    gate.keep(checkOf('unknown'));
    expect(gate.recent(RUN, 5000, 16)).toBeUndefined();
  });

  test('opened weights bring what their file says, and another file of that name brings its own or nothing', () => {
    const gate = createCopyGate();
    gate.opened('w.zip', { check: checkOf('copies', FILE) });
    expect(gate.recent(FILE, 5000, 16)?.verdict).toBe('copies');
    expect(() => gate.pass(FILE, undefined)).toThrow(FailureError);
    gate.opened('w.zip', { check: checkOf('copies', FILE), reason: REASON });
    expect(gate.pass(FILE, undefined)?.reason).toBe(REASON);
    expect(gate.pass(FILE, 'Another reason.')?.reason).toBe('Another reason.');
    gate.opened('w.zip', { check: checkOf('copies', FILE), reason: 'short' });
    expect(() => gate.pass(FILE, undefined)).toThrow(FailureError);
    gate.opened('w.zip', undefined);
    expect(gate.last(FILE)).toBeUndefined();
  });
});

test('pictures are of a file or of a run', () => {
  const drawn = { nimg: 0, preset: 'tiny', resolution: 16, layers: 6, classes: [] };
  expect(subjectOf({ ...drawn, file: 'w.zip' })).toEqual(FILE);
  expect(subjectOf({ ...drawn, runId: 'r' })).toEqual(RUN);
  expect(() => subjectOf(drawn)).toThrow(/neither/);
});

test('a single picture leaves as it was shown, with the verdict and the reason inside, or not at all', async () => {
  const gate = createCopyGate();
  const answers: TrainerEvent[] = [];
  let work = Promise.resolve();
  const later = (job: () => Promise<void>) => {
    work = job();
  };
  const leaving = createLeavingPictures({ emit: (event) => answers.push(event), later }, gate);
  const png = await encodePng(Uint8Array.of(1, 2, 3, 4), 2, 2, 1, { seed: '7' });
  const ask = async (reason?: string) => {
    const more = reason === undefined ? {} : { reason };
    leaving.handle({ type: 'media/picture', requestId: 'p', png, subject: RUN, ...more });
    await work;
    const answer = answers.at(-1);
    if (answer?.type !== 'media/picture') throw new Error('There is no picture.');
    return decode(answer.png, { checkCrc: true });
  };
  expect((await ask()).text).toEqual({
    seed: '7',
    'Copies of training slices': 'Nobody looked for them before this was saved.',
  });
  gate.keep(checkOf('copies'));
  await expect(ask()).rejects.toThrow(/Nothing was exported/);
  expect(answers).toHaveLength(1);
  const { text, data } = await ask(REASON);
  expect([...data]).toEqual([1, 2, 3, 4]);
  expect(text).toEqual({
    seed: '7',
    'Copies of training slices': 'It is copies. Looked for at 5.0 kimg, 16 px.',
    'Exported in spite of copies': REASON,
  });
});
