/**
 * How the run under way is doing: read at each tick and measurement, logged, told, and acted on where a person asks or allowed
 * it. It refuses to judge: evaluation/health.ts and evaluation/advice.ts do.
 */
import { stopAdvice } from '../evaluation/advice.ts';
import { readHealth } from '../evaluation/health.ts';
import type { LiveChange } from '../protocol/events.ts';
import { FailureError, toFailure } from '../protocol/failure.ts';
import { alarmIn, automaticRemedy, undoableIn } from '../protocol/healthLog.ts';
import type { Health, RemedyKind, StopAdvice } from '../protocol/judging.ts';
import type { LiveChanges } from '../protocol/trainConfig.ts';
import { keepSaves, keptNimg } from './healthKeeping.ts';
import { loadKept } from './savedMemory.ts';
import type { CommandOf, StudioParts } from './studioParts.ts';
import type { TrainingRun } from './trainingRun.ts';

export interface HealthStudio {
  handle(command: CommandOf<'health'>): void;
  /** The run under way had a tick. */
  ticked(): void;
  /** A measurement begins: the run is saved soon, so that what is measured can be kept. */
  measuring(): void;
  /** The run under way was measured. */
  evaluated(): void;
  /** Remedies that Gyrus may take by itself now: kept with the run. */
  automatic(): readonly RemedyKind[];
  /** From now on it may take these, and says so. */
  allow(remedies: readonly RemedyKind[]): void;
  /** What was last said of going on with this run; undefined where nothing was. */
  advice(runId: string): StopAdvice | undefined;
}

type HealthParts = Pick<StudioParts, 'emit' | 'later' | 'run' | 'storage' | 'listRuns'>;
/** What judges; tests have others. */
export interface Judges {
  readonly read: typeof readHealth;
  readonly advise: typeof stopAdvice;
}

/** Saves of large networks that are asked for by measurements alone are at least so far apart. */
const SAVES_APART_MS = 60_000;
const REALS_PER_KIMG = 1000;

export function createHealth(
  { emit, later, run: current, storage, listRuns }: HealthParts,
  { read, advise }: Judges = { read: readHealth, advise: stopAdvice },
): HealthStudio {
  let automatic: readonly RemedyKind[] = [];
  let last: { readonly run: TrainingRun; readonly health: Health; readonly advice: StopAdvice } | undefined;
  let isActing = false;

  /** What was last read of this run, unless it went back since. */
  const lastOf = (run: TrainingRun) => (last?.run === run && last.health.nimg <= run.state.nimg ? last : undefined);

  function look(run: TrainingRun, isMeasured: boolean): void {
    const { config, ticks, evaluations } = run;
    const { nimg } = run.state;
    const health = read({ config, nimg, ticks, steps: run.steps(), evaluations, previous: lastOf(run)?.health });
    const { totalNimg } = run.plan();
    const advice = advise({ evaluations, level: health.level, resolution: config.resolution, nimg, totalNimg });
    last = { run, health, advice };
    const { level, reason: sentence } = health;
    const isOn = alarmIn(run.healthEvents) !== undefined;
    if (!isOn && level === 'alarm') run.addHealthEvent({ nimg, what: 'alarm', sentence });
    if (isOn && (level === 'healthy' || level === 'watch')) run.addHealthEvent({ nimg, what: 'over', sentence });
    tell(run);
    void run.beside(async () => {
      const measured = isMeasured ? evaluations.at(-1) : undefined;
      if ((await keepSaves(run.archive, { health, advice, measured })) && current() === run) tell(run);
    });
    actAlone(run, health);
  }

  function tell(run: TrainingRun): void {
    const found = lastOf(run);
    if (!found) return;
    const health = { ...found.health, ...keptNimg(run.archive.record) };
    emit({ type: 'run/health', runId: run.runId, health, events: [...run.healthEvents], advice: found.advice });
  }

  function actAlone(run: TrainingRun, health: Health): void {
    const kind = automaticRemedy(health, run.healthEvents, automatic);
    if (kind === undefined || isActing) return;
    isActing = true;
    inTurn('run', async () => {
      try {
        if (current() === run) await take(run, kind, true);
      } finally {
        isActing = false;
      }
    });
  }

  async function take(run: TrainingRun, kind: RemedyKind, isAutomatic: boolean): Promise<void> {
    const remedy = lastOf(run)?.health.remedies.find((offered) => offered.kind === kind);
    if (!remedy)
      throw new FailureError(
        'bad-config',
        'This remedy is not on offer any more: look at what the Health pane says now.',
      );
    const because = isAutomatic ? alarmIn(run.healthEvents)?.sentence : undefined;
    const changes = await run.change(remedy.changes, because);
    run.addHealthEvent({
      nimg: run.state.nimg,
      what: 'remedy',
      sentence: isAutomatic ? `By Gyrus itself: ${remedy.label}.` : `${remedy.label}.`,
      remedy: { kind, automatic: isAutomatic, from: valuesOf(changes, 'from'), to: valuesOf(changes, 'to') },
    });
    look(run, false);
  }

  async function undo(run: TrainingRun): Promise<void> {
    const undoable = undoableIn(run.healthEvents, run.config);
    if (!undoable)
      throw new FailureError('bad-config', 'Nothing of a remedy still holds: its settings were changed since.');
    await run.change(undoable.changes);
    run.addHealthEvent({ nimg: run.state.nimg, what: 'undone', sentence: `Taken back: ${undoable.event.sentence}` });
    look(run, false);
  }

  async function goBack(run: TrainingRun): Promise<void> {
    const kept = await loadKept(run.archive, 'healthy');
    const { nimg } = kept.memory.state.counters;
    const alarm = alarmIn(run.healthEvents);
    const why = alarm ? ` Alarm at ${kimgText(alarm.nimg)}: ${alarm.sentence}` : '';
    const sentence = `Went back from ${kimgText(run.state.nimg)} to ${kimgText(nimg)}, the last save at which all was well.${why}`;
    await run.goBack(kept, { nimg, what: 'back', sentence });
    last = undefined;
    look(run, false);
  }

  function allow(remedies: readonly RemedyKind[]): void {
    automatic = remedies;
    emit({ type: 'health/automatic', remedies });
  }

  /** In turn with what was asked before; nobody waits for an answer, so a refusal goes where the page shows it. */
  const inTurn = (scope: 'run' | 'runs', work: () => Promise<void>) =>
    later(() => work().catch((error: unknown) => emit({ type: 'failure', scope, failure: toFailure(error) })));
  /** If the run is still the one that is meant. */
  const control = (runId: string, act: (run: TrainingRun) => Promise<void>) =>
    inTurn('run', async () => {
      const run = current();
      if (run?.runId === runId) await act(run);
    });

  return {
    handle(command) {
      switch (command.type) {
        case 'health/automatic': {
          allow(command.remedies);
          const run = current();
          const found = run && lastOf(run);
          if (found) actAlone(run, found.health);
          return;
        }
        case 'health/remedy':
          return control(command.runId, (run) => take(run, command.kind, false));
        case 'health/undo':
          return control(command.runId, undo);
        case 'health/goBack':
          return control(command.runId, goBack);
        case 'health/fork':
          return inTurn('runs', async () => {
            const { runId, from = 'healthy' } = command;
            await storage.runs.fork(runId, from, crypto.randomUUID(), Date.now());
            await listRuns();
          });
      }
    },
    ticked() {
      const run = current();
      if (run) look(run, false);
    },
    measuring() {
      const run = current();
      const savedAt = run?.archive.record.current?.savedAt ?? Number.NEGATIVE_INFINITY;
      if (run && Date.now() - savedAt >= SAVES_APART_MS) run.save();
    },
    evaluated() {
      const run = current();
      if (run) look(run, true);
    },
    automatic: () => automatic,
    allow,
    advice: (runId) => (last?.run.runId === runId ? last.advice : undefined),
  };
}

function valuesOf(changes: readonly LiveChange[], which: 'from' | 'to'): LiveChanges {
  return Object.fromEntries(changes.map((change) => [change.field, change[which]])) as LiveChanges;
}

function kimgText(nimg: number): string {
  return `${(nimg / REALS_PER_KIMG).toFixed(1)} kimg`;
}
