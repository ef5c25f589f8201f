/**
 * One run from start to end: its state on the GPU, its history, how it is paused, stopped, continued, saved and taken back.
 * It decides nothing about the order of work; the session does.
 */
import { tuningInUse } from '../gpu/tuning.ts';
import type { RunState, StagePlan, TrainerEvent } from '../protocol/events.ts';
import { FailureError, toFailure } from '../protocol/failure.ts';
import type { HealthEvent } from '../protocol/judging.ts';
import { planStages } from '../protocol/plan.ts';
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { setAugmentP } from '../training/augmentControl.ts';
import { captureState, memoryOf } from '../training/checkpoint.ts';
import { createFeed } from '../training/feed.ts';
import { MOST_IN_FLIGHT } from '../training/inFlight.ts';
import { type LoopEvent, train } from '../training/loop.ts';
import { NotFiniteError } from '../training/notFinite.ts';
import { scheduleAt } from '../training/schedule.ts';
import { createTrainState, disposeTrainState, restoredTrainState } from '../training/trainState.ts';
import { encodeCheckpoint } from './checkpointFile.ts';
import { createFiniteGuard } from './finiteGuard.ts';
import { createLeakWatch } from './leakWatch.ts';
import { asItIsNow, changedConfig, changesBetween, keptChanges } from './liveChanges.ts';
import { createRunHistory } from './runHistory.ts';
import { extended, planOf, totalOf, withRests } from './runPlan.ts';
import { createRunSaver } from './runSaver.ts';
import { drawRunSheet, writerOf } from './runSheets.ts';
import type { KeptMemory, SavedMemory } from './savedMemory.ts';
import type { RunParts, TrainingRun } from './trainingRun.ts';

/** The networks and what is planned: new ones of a config, or as they were saved. The first pull begins to train. Caller closes. */
export function createRun(parts: RunParts, begin: { readonly config: TrainConfig } | SavedMemory): TrainingRun {
  const { runId, opened, data, realSheet, engine, emit, free, archive } = parts;
  const saved = 'memory' in begin ? begin : undefined;
  let config = 'memory' in begin ? begin.memory.config : begin.config;
  const feed = createFeed(opened.source, config.seed);
  const classes = config.conditional ? feed.classes : [];
  let state = saved
    ? restoredTrainState(config, feed.classes.length, memoryOf(saved.memory.state))
    : createTrainState(config, feed.classes.length);
  let history = createRunHistory(saved && { ...saved.memory, sheets: saved.sheets });
  let stages: readonly StagePlan[] = saved ? saved.memory.stages : planStages(config, feed.slicesPerEpoch);
  let status: RunState = 'loading';
  let wanted: 'training' | 'paused' | 'stopped' = 'training';
  let loop: AsyncGenerator<LoopEvent, void, void> | undefined;
  /** Kernels are chosen before the first step; a run that goes on has its table already. */
  let choosing = saved ? undefined : engine.tuner?.choose({ config, stages, state, feed });
  const guard = createFiniteGuard();
  const leaks = createLeakWatch();
  const saver = createRunSaver({
    archive,
    slicesPerEpoch: feed.slicesPerEpoch,
    everyMs: parts.saveEveryMs,
    clock: () => performance.now(),
    date: () => Date.now(),
    saved: (nimg, at, bytes) => {
      guard.saved(nimg);
      emit({ type: 'run/saved', runId, nimg, at, bytes });
    },
    failed: (failure) => emit({ type: 'run/unsaved', runId, failure }),
  });

  const startLoop = () =>
    train({
      config: () => config,
      stages,
      state,
      feed,
      submitted: () => engine.submitted(),
      mostInFlight: () => (free() > 0 ? 1 : MOST_IN_FLIGHT),
      releaseBuffers: () => engine.releaseBuffers(),
      steps: engine.steps,
      clock: () => performance.now(),
      saveIsDue: () => saver.isDue(state.nimg),
    });
  const enter = (next: RunState) => {
    status = next;
    emit({ type: 'run/state', runId, state: next });
  };
  const plan = () => planOf(config, stages, state, feed);

  /** Everything as it is now, on its way to the disk. The state is whole: every step is counted and checked. */
  function saveNow(as: 'under-way' | 'finished' | 'stopped'): void {
    const facts = {
      ...{ name: archive.record.name, config, stages, classes: feed.classes, data, tuning: tuningInUse() },
      changes: [...history.changes],
      evaluations: [...history.evaluations],
      healthEvents: [...history.healthEvents],
      automatic: parts.automatic(),
      steps: history.steps(),
      ticks: [...history.ticks],
      sheets: history.sheets.map(({ png: _, ...sheet }) => sheet),
    };
    const chunks = captureState(state).then((captured) => encodeCheckpoint({ ...facts, state: captured }));
    void saver.save(chunks, { nimg: state.nimg, state: as, totalNimg: totalOf(stages) });
  }

  /** The loop to where its state is whole, and a save of it; trains no step. False where the run had come to its end. */
  async function saveAtRest(as: 'under-way' | 'stopped'): Promise<boolean> {
    loop ??= startLoop();
    saver.ask();
    for (;;) {
      const { value, done } = await loop.next();
      if (done) return false;
      if (value.type === 'save') break;
      await report(value);
    }
    saveNow(as);
    return true;
  }

  async function pullOnce(): Promise<void> {
    if (wanted === 'stopped') {
      await choosing?.return();
      choosing = undefined;
      // So that the last sheet shows what a download holds.
      if (state.step > 0 && history.sheets.at(-1)?.nimg !== state.nimg) await reportSheet();
      await saveAtRest('stopped');
      await loop?.return();
      loop = undefined;
      // So that whoever reads "stopped" may close the page.
      await saver.settled();
      return enter('stopped');
    }
    if (wanted === 'paused' && status !== 'paused') {
      if (loop) await saveAtRest('under-way');
      return enter('paused');
    }
    const doing = choosing ? 'loading' : 'training';
    if (status !== doing) enter(doing);
    if (choosing) {
      if ((await choosing.next()).done) choosing = undefined;
      return;
    }
    loop ??= startLoop();
    const { value, done } = await loop.next();
    if (!done) return report(value);
    loop = undefined;
    saveNow('finished');
    await saver.settled();
    enter('finished');
  }

  /** Back to the last save with gentler settings; throws what the run is to fail with. */
  async function takeBack(error: NotFiniteError): Promise<void> {
    const { changes, because } = guard.remedyFor(error, config);
    const next = changedConfig(config, changes);
    await saver.settled();
    const before = history.changes;
    const last = await parts.loadSaved().catch((cause: unknown) => {
      throw new FailureError('not-finite', error.message, `There is no save to go back to: ${String(cause)}`);
    });
    const restored = restoredTrainState(config, feed.classes.length, memoryOf(last.memory.state));
    disposeTrainState(state);
    engine.releaseBuffers();
    state = restored;
    stages = last.memory.stages;
    history = createRunHistory({ ...last.memory, sheets: last.sheets, changes: before });
    history.addChanges(changesBetween(config, next, state.nimg, because));
    config = next;
    void saver.beside(async () => {
      if (!archive.record.pins.some(({ kind }) => kind === 'healthy')) await archive.pin('healthy');
      await archive.forgetAfter(state.nimg);
    });
    emit(restoredEvent(last.savedAt, { because }));
    enter('loading');
  }

  /** Back to a save that was kept, with the settings as they are now. The loop must have ended. */
  function goBackTo({ memory, sheets }: KeptMemory, event: HealthEvent): void {
    const restored = restoredTrainState(config, feed.classes.length, memoryOf(memory.state));
    disposeTrainState(state);
    engine.releaseBuffers();
    state = restored;
    const { nimg } = state;
    const changes = [...memory.changes, ...keptChanges(memory.config, config, nimg, history.changes)];
    if (memory.config.augmentP !== config.augmentP) setAugmentP(state.augment, config.augmentP);
    history = createRunHistory({ ...memory, sheets, changes });
    history.addHealthEvent(event);
    // So that the newest save is of the run as it goes on.
    saveNow('under-way');
    void saver.beside(() => archive.forgetAfter(nimg));
    emit(restoredEvent(Date.now(), { because: event.sentence, asked: true }));
    enter(status === 'paused' ? 'paused' : 'loading');
  }

  const restoredEvent = (
    savedAt: number,
    why: { readonly because?: string; readonly asked?: true } = {},
  ): TrainerEvent => ({
    type: 'run/restored',
    runId,
    config,
    plan: plan(),
    nimg: state.nimg,
    savedAt,
    steps: history.steps(),
    ticks: [...history.ticks],
    sheets: history.sheets,
    changes: [...history.changes],
    evaluations: [...history.evaluations],
    healthEvents: [...history.healthEvents],
    ...why,
  });

  const run: TrainingRun = {
    runId,
    get config() {
      return config;
    },
    get state() {
      return state;
    },
    get changes() {
      return history.changes;
    },
    get evaluations() {
      return history.evaluations;
    },
    get healthEvents() {
      return history.healthEvents;
    },
    addEvaluation(evaluation) {
      history.addEvaluation(evaluation);
      // No other save follows.
      if (status === 'finished' || status === 'stopped') saveNow(status);
    },
    addHealthEvent: (event) => history.addHealthEvent(event),
    steps: () => history.steps(),
    get sheets() {
      return history.sheets;
    },
    get ticks() {
      return history.ticks;
    },
    realSheet,
    opened,
    classes,
    archive,
    status: () => status,
    plan,
    request(next) {
      if (isUnderWay(status)) wanted = next;
    },
    hasWork: () => (status === 'paused' ? wanted !== 'paused' : status === 'training' || status === 'loading'),
    async pull() {
      try {
        try {
          await pullOnce();
        } catch (error) {
          if (!(error instanceof NotFiniteError)) throw error;
          loop = undefined;
          await takeBack(error);
        }
      } catch (error) {
        loop = undefined;
        status = 'failed';
        // A lost GPU ends the engine as well, and the page starts another: that is not the run's fault.
        if (!(await engine.isLost?.())) emit({ type: 'run/state', runId, state: 'failed', failure: toFailure(error) });
      }
    },
    save() {
      if (status === 'training') saver.ask();
    },
    async change(wished, because) {
      if (!isUnderWay(status))
        throw new FailureError('bad-config', 'The run has ended: its settings cannot be changed any more.');
      changedConfig(config, wished);
      if (loop && (await saveAtRest('under-way'))) void saver.beside(() => archive.pin('change'));
      const next = changedConfig(config, wished);
      const before = wished.augmentP === undefined ? config : await asItIsNow(config, state.augment);
      const changes = changesBetween(before, next, state.nimg, because);
      history.addChanges(changes);
      if (wished.augmentP !== undefined) setAugmentP(state.augment, wished.augmentP);
      config = next;
      emit({ type: 'run/changed', runId, config, changes: [...history.changes] });
      return changes;
    },
    async goBack(saved, event) {
      if (!isUnderWay(status))
        throw new FailureError('bad-config', 'The run has ended: fork it instead, and go on with the fork.');
      await choosing?.return();
      choosing = undefined;
      await loop?.return();
      loop = undefined;
      goBackTo(saved, event);
    },
    beside: (write) => saver.beside(write),
    extend(kimg) {
      if (status !== 'finished' && status !== 'stopped')
        throw new FailureError(
          'bad-config',
          'Only a finished or stopped run can be continued: wait for its end, or stop it.',
        );
      stages = extended(stages, config, state.nimg, kimg);
      wanted = 'training';
      status = 'loading';
      emit({ type: 'run/planned', runId, plan: plan() });
    },
    sampling(seeds, psi, labels) {
      const { resolution, alpha } = scheduleAt(config, stages, Math.max(0, state.nimg - 1));
      const request = { params: state.GEma, shape: state.shape, seeds, psi, resolution, alpha, noiseSeed: config.seed };
      return { ...request, ...(labels ? { labels } : {}) };
    },
    async close() {
      await choosing?.return();
      await loop?.return();
      loop = undefined;
      await saver.close();
      disposeTrainState(state);
    },
  };

  async function report(event: LoopEvent): Promise<void> {
    switch (event.type) {
      case 'steps':
        history.addSteps(event.block);
        return emit({ type: 'run/progress', runId, now: withRests(event.now, free()), steps: event.block });
      case 'tick': {
        history.addTick(event.record);
        const leak = leaks.observe(event.record.resolution);
        if (leak) emit({ type: 'failure', scope: 'run', failure: leak });
        emit({ type: 'run/tick', runId, record: event.record });
        return parts.ticked();
      }
      case 'sheet':
        return reportSheet();
      case 'save':
        return saveNow('under-way');
      case 'step':
        return;
    }
  }

  async function reportSheet(): Promise<void> {
    const sheet = await drawRunSheet(run, feed.slicesPerEpoch);
    const dropped = history.addSheet(sheet);
    void saver.beside(writerOf(sheet, run, dropped, archive));
    emit({ type: 'run/sheet', runId, sheet });
  }

  if (saved) {
    engine.tuner?.fix(saved.memory.tuning);
    emit(restoredEvent(saved.savedAt, saved.because === undefined ? {} : { because: saved.because }));
    enter(saved.state === 'finished' ? 'finished' : 'loading');
  } else {
    emit({ type: 'run/started', runId, config, plan: plan() });
    enter('loading');
  }
  return run;
}

const isUnderWay = (status: RunState) => status === 'loading' || status === 'training' || status === 'paused';
