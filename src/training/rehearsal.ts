/**
 * Which steps tell how long all others take: few kinds of iteration to be timed, and their times weighed by how often each
 * phase is due. Pure; it refuses to run them.
 */
import type { TrainConfig } from '../protocol/trainConfig.ts';
import { type Phase, phasesOf } from './phases.ts';

/** A kind of iteration, by the phases that it has. */
export interface Trial {
  readonly name: 'mains' | 'critic alone' | 'with Gpl' | 'with Dreg';
  readonly phases: readonly Phase[];
}

type Intervals = Pick<TrainConfig, 'nCritic' | 'dRegInterval' | 'gRegInterval'>;

/** The kinds that a run of `config` needs timed, the first first: one step of each network, then each lazy penalty beside it. */
export function trialsOf(config: TrainConfig): readonly Trial[] {
  const phases = phasesOf(config);
  const mains = phases.filter(({ interval }) => interval === 1);
  const has = (name: Phase['name']) => phases.some((phase) => phase.name === name);
  const withLazy = (name: 'Gpl' | 'Dreg') => phases.filter((phase) => phase.interval === 1 || phase.name === name);
  return [
    { name: 'mains', phases: mains },
    ...(has('Dreg') ? [{ name: 'with Dreg', phases: withLazy('Dreg') } as const] : []),
    ...(has('Gpl') ? [{ name: 'with Gpl', phases: withLazy('Gpl') } as const] : []),
    ...(config.nCritic === 1
      ? []
      : [{ name: 'critic alone', phases: mains.filter(({ net }) => net === 'D') } as const]),
  ];
}

/**
 * Mean milliseconds of an iteration from those of its kinds; kinds that were not timed count as if they cost nothing more.
 * @param times must hold 'mains'
 */
export function meanIterationMs(times: ReadonlyMap<Trial['name'], number>, intervals: Intervals): number {
  const mains = times.get('mains');
  if (mains === undefined) throw new Error('The usual iteration was not timed.');
  const critic = times.get('critic alone') ?? mains;
  // Noise must not make an additional phase save time.
  const extra = (name: Trial['name']) => Math.max(0, (times.get(name) ?? mains) - mains);
  const generatorSteps = 1 / intervals.nCritic;
  const generator = critic === mains ? 0 : Math.max(0, mains - critic);
  return (
    critic +
    generator * generatorSteps +
    extra('with Dreg') / intervals.dRegInterval +
    (extra('with Gpl') / intervals.gRegInterval) * generatorSteps
  );
}
