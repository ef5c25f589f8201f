/**
 * A run that collapses, through the session on tfjs's CPU backend with the real reader: absurd rates by a live change, the
 * alarm, what is offered and taken, the way back to a real save, and training from there. Other plants: tests/long.
 */
import { beforeAll, expect, test } from 'vitest';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { is, reached, startSession } from '../../support/sessionOnCpu.ts';
import { tinyConfig } from '../../support/tinyRun.ts';

beforeAll(useCpuBackend);

const SLOW = { timeout: 600_000 };
/** One stage of sixty steps: the scores can be read from a quarter of a kimg on. */
const CONFIG = tinyConfig({
  ...{ startResolution: 8, kimgPerResolution: 1, batch: 16, mbstdGroup: 4, tickKimg: 0.064 },
});
const READABLE_NIMG = 300;
const PICTURES = 64;
const DATA_OPTIONS = { resolution: 8, channels: 1, seed: 1, heldOut: 0, trainOn: 'all' } as const;
/** The largest that the form takes: five hundred times the run's own. */
const ABSURD = { gLr: 1, dLr: 1 };
const USUAL = { gLr: CONFIG.gLr, dLr: CONFIG.dLr };
/** One strong signal is an alarm as soon as half a kimg of scores has it in its mean. */
const LATEST_ALARM_NIMG = 500;
/** Scores of a run that is well are about 1; this collapse's are beyond a thousand. */
const LARGEST_SCORE = 10;

/** The run, well so far, with a save of that kept. */
async function healthyRun() {
  const world = startSession();
  const { session, until } = world;
  session.handle({ type: 'evaluation/schedule', everyKimg: 0 });
  session.handle({ type: 'dataset/phantom', count: 32, phantomSeed: 1, options: DATA_OPTIONS });
  session.handle({ type: 'run/start', runId: 'a', config: CONFIG });
  await until(is('run/health', ({ health }) => health.nimg >= READABLE_NIMG && health.level === 'healthy'));
  session.handle({ type: 'run/save', runId: 'a' });
  await until(is('run/saved', ({ nimg }) => nimg >= READABLE_NIMG));
  session.handle({ type: 'evaluation/measure', requestId: 'm', pictures: PICTURES });
  const kept = await until(is('run/health', ({ health }) => health.healthyNimg !== undefined));
  return { ...world, healthyNimg: kept.health.healthyNimg as number };
}

test('absurd rates raise an alarm; remedies, the way back and training on are real', SLOW, async () => {
  const { session, events, until, healthyNimg } = await healthyRun();
  expect(healthyNimg).toBeGreaterThanOrEqual(READABLE_NIMG);
  expect(events.filter(is('run/health')).flatMap((event) => event.events)).toEqual([]);

  session.handle({ type: 'run/change', runId: 'a', changes: ABSURD });
  const { changes } = await until(is('run/changed'));
  const onset = changes[0]?.nimg as number;
  const { health, events: logged } = await until(is('run/health', (event) => event.events.length > 0));
  expect(health.level).toBe('alarm');
  expect(health.nimg - onset).toBeLessThanOrEqual(LATEST_ALARM_NIMG);
  const alarming = health.signals.filter(({ level }) => level === 'alarm').map(({ signal }) => signal);
  expect(alarming).toContain('logits');
  expect(logged).toEqual([{ nimg: health.nimg, what: 'alarm', sentence: health.reason }]);
  expect(health.remedies.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['double-r1', 'halve-rates']));
  expect(health.healthyNimg).toBe(healthyNimg);

  // Nothing is taken before somebody allows it.
  await until(is('run/health', (event) => event.health.nimg > health.nimg));
  expect(events.filter(is('run/changed'))).toHaveLength(1);
  session.handle({ type: 'health/automatic', remedies: ['halve-rates'] });
  const taken = await until(is('run/changed', (event) => event.changes.length > changes.length));
  expect(taken.config).toMatchObject({ gLr: ABSURD.gLr / 2, dLr: ABSURD.dLr / 2 });
  expect(taken.changes.slice(changes.length).map(({ because }) => because)).toEqual([health.reason, health.reason]);
  const told = await until(is('run/health', (event) => event.events.length > 1));
  expect(told.events[1]).toMatchObject({ what: 'remedy', remedy: { kind: 'halve-rates', automatic: true } });

  // Half of what is absurd still is: the person sets what was, then goes back.
  session.handle({ type: 'run/change', runId: 'a', changes: USUAL });
  const collapsed = events.length;
  session.handle({ type: 'health/goBack', runId: 'a' });
  const restored = await until(is('run/restored'));
  expect(restored).toMatchObject({ nimg: healthyNimg, asked: true, config: USUAL });
  expect(restored.because).toContain(health.reason);
  expect(restored.steps.nimg.at(-1)).toBe(healthyNimg);
  expect(restored.healthEvents.map(({ what }) => what)).toEqual(['back']);
  await until(reached('finished'), collapsed);

  const after = events.slice(events.indexOf(restored));
  const steps = after.filter(is('run/progress')).map((event) => event.steps);
  const { batch } = CONFIG;
  const nimg = steps.flatMap((block) => [...block.nimg]);
  expect(nimg).toEqual(Array.from(nimg, (_, i) => healthyNimg + (i + 1) * (batch as number)));
  const scores = steps.flatMap(({ values }) => [...values['Loss/scores/real'], ...values['Loss/scores/fake']]);
  expect(Math.max(...scores.map(Math.abs))).toBeLessThan(LARGEST_SCORE);
  const last = after.filter(is('run/health')).at(-1);
  expect(last?.health.level).toBe('healthy');
  expect(last?.events.map(({ what }) => what)).toEqual(['back']);
  expect(events.filter(is('failure'))).toEqual([]);
});
