/** The recorded collapses and logs of docs/results, given to the monitor again: docs/results/monitor.md says what they are. */
import { describe, expect, test } from 'vitest';
import { loggedRuns, plantedRuns } from '../../../scripts/monitor/records.mjs';
import { type Recorded, replay, upperBound } from '../../../scripts/monitor/replay.mjs';
import { readHealth } from '../../../src/evaluation/health.ts';

const planted = await plantedRuns();
const logged = await loggedRuns();
/** What the issue asks for. */
const SOON_KIMG = 2;
const named = (run: Recorded) => [run.name, run] as const;

test('the records are there', () => {
  expect(planted.filter(({ onset }) => onset !== undefined)).toHaveLength(10);
  expect(planted.filter(({ onset }) => onset === undefined)).toHaveLength(2);
  expect(logged.length).toBeGreaterThanOrEqual(6);
});

test.each(planted.filter(({ onset }) => onset !== undefined).map(named))(
  '%s: an alarm within 2 kimg of its beginning, and none before',
  (_, run) => {
    const onset = run.onset ?? 0;
    const { alarms } = replay(readHealth, run);
    expect(alarms.filter(({ nimg }) => nimg <= onset)).toEqual([]);
    expect(((alarms[0]?.nimg ?? Number.POSITIVE_INFINITY) - onset) / 1000).toBeLessThanOrEqual(SOON_KIMG);
  },
);

test.each([...planted.filter(({ onset }) => onset === undefined), ...logged].map(named))('%s: no alarm', (_, run) => {
  expect(replay(readHealth, run).alarms.map(({ nimg, reason }) => [nimg, reason])).toEqual([]);
});

/** Whether the alarm offers more critic steps, at any tick. */
function offersMoreCritic(run: Recorded): boolean {
  let isOffered = false;
  replay((inputs) => {
    const health = readHealth(inputs);
    isOffered ||= health.level === 'alarm' && health.remedies.some(({ kind }) => kind === 'more-critic');
    return health;
  }, run);
  return isOffered;
}

test('more critic steps are offered to generators that lost modes, and to none that a critic beat or rates broke', () => {
  const offered = planted.filter(offersMoreCritic).map(({ name }) => name);
  expect(offered.filter((name) => !name.includes('modes'))).toEqual([]);
  expect(offered).toEqual(expect.arrayContaining(['phantoms, modes-1', 'phantoms, modes-4', 'phantoms, modes-16']));
  expect(offered).toEqual(expect.arrayContaining(['mnist, modes-1', 'mnist, modes-4']));
});

describe('the upper bound of a Poisson count, beside scipy.stats.chi2.ppf(0.95, 2 n + 2) / 2', () => {
  test.each([
    [0, 2.9957],
    [1, 4.7439],
    [5, 10.513],
  ])('of %s events it is %s', (count, bound) => {
    expect(upperBound(count)).toBeCloseTo(bound, 3);
  });
});
