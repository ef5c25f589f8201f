/**
 * The step that the bars are about: StyleGAN2 at 32 px with batch 8, ours and the stock one, cut into the parts that are
 * measured. It refuses to measure.
 */
import { configOf } from '../src/protocol/validate.ts';
import { emaBeta } from '../src/training/schedule.ts';
import { createOurStep, type PhaseName } from './ourStep.ts';
import { type Mode, runnerOf } from './runners.ts';
import { createStockStep } from './stock/step.ts';
import type { MemoryFacts, Part, World } from './world.ts';

export const MEASURED = configOf({ preset: 'brain32', batch: 8 });
/** The same with path length regularisation, which the preset has not. */
const WITH_PATH_LENGTH = configOf({ preset: 'brain32', batch: 8, plWeight: 2 });

/** Reals after which the average's half-life no longer grows. */
const LATE = 1e6;
/** The weight of the old average. */
export const EMA_BETA = emaBeta(MEASURED, MEASURED.batch as number, LATE);

/** The average of the weights moves in each iteration, whatever is due: with Adam's step where G has one, else alone. */
const AVERAGE = 'average';
const GMAIN = 'Gmain + average';

/** Our step. Caller disposes. */
export function ourWorld(mode: Mode): World {
  const runner = runnerOf(mode);
  const step = createOurStep(MEASURED, runner);
  const part = (name: string, phases: PhaseName[], minus?: string): Part => ({
    name,
    run: () => step.run(phases),
    ...(minus ? { minus } : {}),
  });
  const criticAlone = 'Dmain + average';
  return {
    name: `ours, ${mode}`,
    parameters: step.parameters,
    parts: [
      { ...part(AVERAGE, []), isHelper: true },
      { ...part(criticAlone, ['Dmain']), isHelper: true },
      part(GMAIN, ['Gmain']),
      part('Dmain', ['Dmain'], AVERAGE),
      part('Dreg', ['Dmain', 'Dreg'], criticAlone),
      part('step', ['Gmain', 'Dmain']),
      part('step with R1', ['Gmain', 'Dmain', 'Dreg']),
    ],
    memory: () => memoryOf([...runner.facts().values()], step.parameters),
    dispose() {
      runner.forget();
      step.dispose();
    },
  };
}

/** Our path length phase, which the other worlds do not have. Caller disposes. */
export function ourPathLengthWorld(mode: Mode): World {
  const runner = runnerOf(mode);
  const step = createOurStep(WITH_PATH_LENGTH, runner);
  return {
    name: `ours, ${mode}, with path length`,
    parameters: step.parameters,
    parts: [{ name: 'Gpl + average', run: () => step.run(['Gpl']) }],
    // The critic never trains here, so the least that must be held is another.
    memory: () => undefined,
    dispose() {
      runner.forget();
      step.dispose();
    },
  };
}

/** The stock step. Throws when its networks are not as large as ours. Caller disposes. */
export function stockWorld(ours: World['parameters']): World {
  const { resolution, channels, batch, beta1, beta2, r1Gamma, dRegInterval } = MEASURED;
  const rates = { batch: batch as number, gLr: MEASURED.gLr as number, dLr: MEASURED.dLr as number };
  const step = createStockStep(MEASURED, {
    ...rates,
    beta1,
    beta2,
    r1Gamma,
    r1Interval: dRegInterval,
    emaBeta: EMA_BETA,
  });
  if (step.parameters.G !== ours.G || step.parameters.D !== ours.D)
    throw new Error(
      `The stock networks have ${step.parameters.G} and ${step.parameters.D} parameters, ours ${ours.G} and ${ours.D}.`,
    );
  const pixels = Float32Array.from({ length: rates.batch * resolution ** 2 * channels }, () => 2 * Math.random() - 1);
  const part = (name: string, run: () => void): Part => ({ name, run: async () => run() });
  const whole = () => {
    step.generator();
    step.average();
    step.critic(pixels);
  };
  return {
    name: 'stock',
    parameters: step.parameters,
    parts: [
      part(GMAIN, () => {
        step.generator();
        step.average();
      }),
      part('Dmain', () => step.critic(pixels)),
      part('Dreg', () => step.penalty(pixels)),
      part('step', whole),
      part('step with R1', () => {
        whole();
        step.penalty(pixels);
      }),
    ],
    memory: () => undefined,
    dispose: () => step.dispose(),
  };
}

const BYTES_A_NUMBER = 4;
/** Weight and two moments of each parameter, and the average of G's. */
const LASTING = 3;

/** Known once steps are recorded: without a recording nobody knows what must be alive at once. */
function memoryOf(
  facts: readonly { readonly peakBytes: number; readonly temporaryBytes: number }[],
  { G, D }: World['parameters'],
): MemoryFacts | undefined {
  if (facts.length === 0) return undefined;
  const lastingBytes = BYTES_A_NUMBER * (LASTING * (G + D) + G);
  const aliveBytes = Math.max(...facts.map(({ peakBytes }) => peakBytes));
  const temporaryBytes = Math.max(...facts.map((fact) => fact.temporaryBytes));
  return { temporaryBytes, minimumBytes: lastingBytes + aliveBytes };
}
