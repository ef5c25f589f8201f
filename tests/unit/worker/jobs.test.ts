/** Jobs and the idle task: their order, and rests that end when there is something to do. */
import { describe, expect, it } from 'vitest';
import { createJobs, type IdleTask } from '../../../src/worker/jobs.ts';
import { restAfter } from '../../../src/worker/rest.ts';
import { withRests } from '../../../src/worker/runPlan.ts';

const MUCH_LONGER_THAN_A_TEST_MS = 1e9;
const soon = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** Jobs over an idle task that pulls `pulls` times and wishes to rest after each. */
function world(pulls: number, restMs: number) {
  const log: string[] = [];
  let left = pulls;
  const idle: IdleTask = {
    hasWork: () => left > 0,
    pull: async () => {
      log.push('pull');
      left--;
      return restMs;
    },
  };
  const jobs = createJobs(idle, (error) => log.push(String(error)), soon);
  return { jobs, log };
}

async function settled(log: readonly string[]) {
  for (let before = -1; before !== log.length; ) {
    before = log.length;
    for (let i = 0; i < 5; i++) await soon();
  }
  return [...log];
}

describe('jobs', () => {
  it('that are parts of long work take turns with the idle task, and go on without it', async () => {
    const { jobs, log } = world(3, 0);
    const part = (left: number) => async () => {
      log.push('part');
      if (left > 1) jobs.addPart(part(left - 1));
    };
    jobs.addPart(part(5));
    jobs.add(async () => {
      log.push('job');
    });
    expect(await settled(log)).toEqual(['pull', 'job', 'part', 'pull', 'part', 'pull', 'part', 'part', 'part']);
  });

  it('come before the idle task, and a failing one ends nothing', async () => {
    const { jobs, log } = world(2, 0);
    jobs.add(async () => {
      log.push('job');
    });
    jobs.add(async () => {
      throw new Error('broken');
    });
    expect(await settled(log)).toEqual(['job', 'Error: broken', 'pull', 'pull']);
  });

  it('that follow each other without end leave the idle task its turns', async () => {
    const { jobs, log } = world(2, 0);
    let left = 10;
    const ask = () =>
      jobs.add(async () => {
        log.push('job');
        if (--left > 1) ask();
      });
    ask();
    ask();
    const four = Array.from({ length: 4 }, () => 'job');
    expect(await settled(log)).toEqual([...four, 'pull', ...four, 'pull', 'job', 'job']);
  });

  it('rest after a pull, until a job comes or somebody wakes them', async () => {
    const { jobs, log } = world(3, MUCH_LONGER_THAN_A_TEST_MS);
    jobs.wake();
    expect(await settled(log)).toEqual(['pull']);
    jobs.add(async () => {
      log.push('job');
    });
    expect(await settled(log)).toEqual(['pull', 'job', 'pull']);
    jobs.wake();
    expect(await settled(log)).toEqual(['pull', 'job', 'pull', 'pull']);
    jobs.wake();
  });
});

describe('the rest after a piece of work', () => {
  it('is the asked share of the whole time', () => {
    expect(restAfter(100, 0)).toBe(0);
    expect(restAfter(100, 0.25)).toBeCloseTo(33.33);
    expect(restAfter(100, 0.5)).toBe(100);
    expect(restAfter(100, 0.75)).toBe(300);
  });
  it('counts in what a run says of its speed', () => {
    const now = { nimg: 8, epoch: 1, resolution: 8, alpha: 1, secondsPerKimg: 20 };
    expect(withRests(now, 0)).toEqual(now);
    expect(withRests({ ...now, secondsLeft: 60 }, 0.75)).toEqual({ ...now, secondsPerKimg: 80, secondsLeft: 240 });
  });
  it('is never endless', () => {
    expect(restAfter(60_000, 0.75)).toBe(10_000);
  });
});
