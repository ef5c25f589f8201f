/** --reason of the command lines, and what generate says of copies before it draws. */
import { expect, test } from 'vitest';
import { copiesSentence } from '../../../scripts/lib/generateHeadless.mjs';
import { checkedReason, SHORTEST_REASON } from '../../../scripts/lib/reason.mjs';
import * as judging from '../../../src/protocol/judging.ts';

const REASON = 'They are phantoms, all of them.';
const saying = (verdict: judging.CopyVerdict, reason?: string): judging.CopyRecord => ({
  check: {
    ...{ subject: { file: 'w.zip' }, nimg: 5000, resolution: 16, pictures: 100, spaces: [] },
    ...{ verdict, sentence: `It is ${verdict}.` },
  },
  ...(reason === undefined ? {} : { reason }),
});

test('a reason has the length that the page asks for', () => {
  expect(SHORTEST_REASON).toBe(judging.SHORTEST_REASON);
  expect(checkedReason(undefined, 'pictures')).toBeUndefined();
  expect(checkedReason(REASON, 'pictures')).toBe(REASON);
  expect(() => checkedReason(' too short ', 'pictures')).toThrow(/at least 10 characters why pictures may leave/);
});

test('the verdict is said, and copies need a reason: of the zip, or typed', () => {
  expect(copiesSentence(undefined, undefined)).toContain('nobody looked for them');
  for (const verdict of ['none', 'closer', 'unknown'] as const)
    expect(copiesSentence(saying(verdict), undefined)).toBe(`Copies of training slices: It is ${verdict}.`);
  expect(() => copiesSentence(saying('copies'), undefined)).toThrow(/It is copies\. No picture was written.*--reason/);
  expect(() => copiesSentence(saying('copies', 'short'), undefined)).toThrow(/--reason/);
  expect(copiesSentence(saying('copies', 'A reason of the zip.'), undefined)).toContain('A reason of the zip.');
  expect(copiesSentence(saying('copies', 'A reason of the zip.'), REASON)).toContain(REASON);
});
