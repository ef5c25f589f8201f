/** A run that was killed and one that was not are one run, to the last bit: for every backend that has a test of its own. */
import { expect, test } from 'vitest';
import { tuningInUse } from '../../src/gpu/tuning.ts';
import type { StepBlock, TickRecord } from '../../src/protocol/stats.ts';
import type { LiveChanges, Recipe } from '../../src/protocol/trainConfig.ts';
import { uniforms } from '../../src/random/draws.ts';
import { captureState, memoryOf } from '../../src/training/checkpoint.ts';
import { type Run, train } from '../../src/training/loop.ts';
import { disposeTrainState, restoredTrainState, type TrainState } from '../../src/training/trainState.ts';
import { decodeCheckpoint, encodeCheckpoint, type RunMemory } from '../../src/worker/checkpointFile.ts';
import { joined } from '../../src/worker/runHistory.ts';
import { tinyRun } from './tinyRun.ts';

const STREAM_OF_KILLS = 997;
const BATCH = 4;
const IMAGES_PER_KIMG = 1000;

/** nCritic changes after that share of the steps: before the save (isSaved) of the one case, after the kill of the other. */
const CHANGES: Readonly<Record<Case, { readonly at: number; readonly to: LiveChanges; readonly isSaved: boolean }>> = {
  'stylegan, which grows in between': { at: 0.1, to: { nCritic: 3 }, isSaved: true },
  'stylegan2 with ADA, path length and style mixing': { at: 0.9, to: { nCritic: 0.5 }, isSaved: false },
};
/** In so many steps; `stylegan` grows in the middle. */
const CASES = {
  'stylegan, which grows in between': (steps: number): Recipe => ({
    kimgPerResolution: (steps / 2) * (BATCH / IMAGES_PER_KIMG),
    loss: 'wgan-gp',
    nCritic: 2,
  }),
  'stylegan2 with ADA, path length and style mixing': (steps: number): Recipe => ({
    arch: 'stylegan2',
    kimgPerResolution: steps * (BATCH / IMAGES_PER_KIMG),
    augment: 'ada',
    augmentP: 0.1,
    augmentKimg: 1,
    augmentOps: 'all',
    plWeight: 2,
    styleMixing: 0.5,
    conditional: true,
    labelFromKimg: 0,
    labelFullKimg: 0.1,
  }),
};
type Case = keyof typeof CASES;
/** Nothing waits for a clock here: a slow machine may take its time. */
const TIMEOUT_MS = 900_000;

interface Told {
  steps: StepBlock[];
  ticks: TickRecord[];
}

/** Trains until `isOver`, or to the end; hands what `saveAt` asks for to `saved`. */
async function trained(run: Run, told: Told, isOver: () => boolean, saved: () => void): Promise<void> {
  for await (const event of train(run)) {
    if (event.type === 'steps') told.steps.push(event.block);
    if (event.type === 'tick') told.ticks.push(event.record);
    if (event.type === 'save') saved();
    if (isOver()) return;
  }
}

/** Everything that a run is and has told, but how long it took. */
async function wholeOf(state: TrainState, told: Told) {
  const { counters, tensors } = await captureState(state);
  const { trainedMs: _, ...counted } = counters;
  const ticks = told.ticks.map(({ stats, ...tick }) => ({
    ...tick,
    stats: Object.fromEntries(Object.entries(stats).filter(([path]) => !path.startsWith('Timing/'))),
  }));
  return { counted, tensors, ticks, steps: joined(told.steps) };
}

/** As a file that was written and read again. */
function throughFile(memory: RunMemory): RunMemory {
  const parts = encodeCheckpoint(memory);
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return decodeCheckpoint(bytes);
}

/** makeSteps: of a run. stepsOf: how long each case is. */
export function resumeSuite(makeSteps: () => Run['steps'], stepsOf: Readonly<Record<Case, number>>): void {
  const fresh = (recipe: Recipe): Run => ({ ...tinyRun(recipe), steps: makeSteps() });
  /** The run with the settings changed after so many steps, as a person does who changes them live. */
  const changing = (run: Run, from: number, to: LiveChanges): Run => {
    const [before, after] = [run.config(), { ...run.config(), ...to }];
    return { ...run, config: () => (run.state.step < from ? before : after) };
  };

  for (const name of Object.keys(CASES) as Case[])
    test(`${name}: saved, killed later and resumed is as if never killed`, { timeout: TIMEOUT_MS }, async () => {
      const steps = stepsOf[name];
      const recipe = CASES[name](steps);
      const changeAt = Math.ceil(CHANGES[name].at * steps);
      const straight = changing(fresh(recipe), changeAt, CHANGES[name].to);
      const straightTold: Told = { steps: [], ticks: [] };
      await trained(
        straight,
        straightTold,
        () => false,
        () => undefined,
      );
      const expected = await wholeOf(straight.state, straightTold);
      disposeTrainState(straight.state);
      expect(expected.counted.step).toBe(steps);
      expect(expected.counted.rhythm.iteration).toBe(changeAt);

      const [first, second] = [...uniforms(1, STREAM_OF_KILLS, 0, 2)] as [number, number];
      const saveAt = 1 + Math.floor(first * (steps / 2));
      const killAt = saveAt + 1 + Math.floor(second * (steps - saveAt - 1));
      expect(CHANGES[name].isSaved ? changeAt < saveAt : changeAt > killAt).toBe(true);
      const killed = changing(fresh(recipe), changeAt, CHANGES[name].to);
      const told: Told = { steps: [], ticks: [] };
      let saving: Promise<RunMemory> | undefined;
      const { state } = killed;
      const saveIsDue = () => !saving && state.step === saveAt;
      const save = () => {
        const facts = { steps: joined(told.steps), ticks: [...told.ticks] };
        saving = captureState(state).then((captured) => ({
          name: 'killed',
          config: killed.config(),
          stages: killed.stages,
          classes: ['AD', 'NC'],
          data: { hash: '0', name: 'made up', slices: 25 },
          changes: [],
          evaluations: [],
          healthEvents: [],
          automatic: [],
          sheets: [],
          tuning: tuningInUse(),
          state: captured,
          ...facts,
        }));
      };
      // What was saved is not waited for: training goes on while it is on its way.
      await trained({ ...killed, saveIsDue }, told, () => state.step === killAt, save);
      expect(state.step).toBe(killAt);
      const memory = throughFile(await (saving as Promise<RunMemory>));
      disposeTrainState(state);

      const resumed = fresh(memory.config);
      disposeTrainState(resumed.state);
      const restored = restoredTrainState(memory.config, 2, memoryOf(memory.state));
      expect(restored.step).toBe(saveAt);
      const laterTold: Told = { steps: [memory.steps], ticks: [...memory.ticks] };
      await trained(
        changing({ ...resumed, stages: memory.stages, state: restored }, changeAt, CHANGES[name].to),
        laterTold,
        () => false,
        () => undefined,
      );
      const found = await wholeOf(restored, laterTold);
      disposeTrainState(restored);

      expect(found.counted).toEqual(expected.counted);
      expect(found.ticks).toEqual(expected.ticks);
      expect(found.steps).toEqual(expected.steps);
      expect([...found.tensors.keys()]).toEqual([...expected.tensors.keys()]);
      for (const [tensor, { data }] of expected.tensors) expect(found.tensors.get(tensor)?.data, tensor).toEqual(data);
    });
}
