/** Counting: what did not run, or failed without a failed test, must never look like a pass. */
import { describe, expect, it } from 'vitest';
import { tallyOfCheck, tallyOfPlaywright, tallyOfVitest } from '../../../scripts/lib/results.mjs';

const vitest = (
  passed: number,
  failed: number,
  pending: number,
  testResults: { status: string; assertionResults: unknown[] }[] = [],
) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: pending,
  testResults,
});
const playwright = (expected: number, unexpected: number, flaky: number, skipped: number) => ({
  stats: { expected, unexpected, flaky, skipped },
});

describe('vitest', () => {
  it('counts tests', () => {
    expect(tallyOfVitest(vitest(5, 2, 1), 1)).toEqual({ passed: 5, failed: 2, skipped: 1 });
  });
  it('counts a file that could not be loaded as a failure', () => {
    const broken = [{ status: 'failed', assertionResults: [] }];
    expect(tallyOfVitest(vitest(5, 0, 0, broken), 1)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  });
  it('does not count a failed test twice through its file', () => {
    const file = [{ status: 'failed', assertionResults: [{}] }];
    expect(tallyOfVitest(vitest(0, 1, 0, file), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
  it('fails where nothing ran, nothing was reported, or the run failed in silence', () => {
    expect(tallyOfVitest(undefined, 0).failed).toBe(1);
    expect(tallyOfVitest(vitest(0, 0, 0), 0).failed).toBe(1);
    expect(tallyOfVitest(vitest(5, 0, 0), 1)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  });
});

describe('playwright', () => {
  it('counts tests, a flaky one as failed', () => {
    expect(tallyOfPlaywright(playwright(4, 1, 1, 2), 1)).toEqual({ passed: 4, failed: 2, skipped: 2 });
  });
  it('fails where nothing was reported or the run failed in silence', () => {
    expect(tallyOfPlaywright(undefined, 1).failed).toBe(1);
    expect(tallyOfPlaywright(playwright(0, 0, 0, 0), 0).failed).toBe(1);
    expect(tallyOfPlaywright(playwright(3, 0, 0, 0), 1).failed).toBe(1);
  });
});

it('a check is one pass or one failure', () => {
  expect([tallyOfCheck(true), tallyOfCheck(false)]).toEqual([
    { passed: 1, failed: 0, skipped: 0 },
    { passed: 0, failed: 1, skipped: 0 },
  ]);
});
