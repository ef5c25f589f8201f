/**
 * The bench's page: it does nothing but hand its measurements to whoever drives it (scripts/bench.mjs). It refuses to
 * measure after the GPU refused a command, since numbers would mean nothing then.
 */
import { type StartedBackend, startBackend } from '../src/gpu/backend.ts';
import { installGpuCounters } from '../src/gpu/counters.ts';
import type { AdapterFacts } from '../src/protocol/events.ts';
import { type ConvolutionTime, compareConvolutions } from './convolutions.ts';
import { countWorld, type WorldCounts } from './countWorld.ts';
import { type KernelTime, kernelTimes } from './kernelTimes.ts';
import { EMA_BETA, MEASURED, ourPathLengthWorld, ourWorld, stockWorld } from './measuredStep.ts';
import { type PresetTime, timePreset } from './presets.ts';
import type { Mode } from './runners.ts';
import { measureStudio, type StudioReport, type StudioWish } from './studio.ts';
import { type PartTime, timeWorlds } from './timeWorlds.ts';
import type { World } from './world.ts';

export interface StepReport {
  readonly settings: { readonly preset: string; readonly resolution: number; readonly batch: number };
  readonly parameters: World['parameters'];
  readonly counts: Readonly<Record<string, WorldCounts>>;
  /** By world and part. Empty when nothing was timed. */
  readonly times: Readonly<Record<string, Readonly<Record<string, PartTime>>>>;
}

export interface Bench {
  /** Before anything else. Throws where there is no WebGPU. */
  start(): Promise<AdapterFacts>;
  /** rounds 0 counts and does not time. */
  steps(rounds: number, modes: readonly Mode[]): Promise<StepReport>;
  convolutions(rounds: number): Promise<ConvolutionTime[]>;
  presets(ids: readonly string[], mode: Mode, rounds: number): Promise<PresetTime[]>;
  /** The measured step's, for an implementation elsewhere. */
  settings(): object;
  /** What exploring and judging cost a run, on the engine's real worker. */
  studio(wish: StudioWish): Promise<StudioReport>;
  /** Of our whole step with R1. */
  kernels(): Promise<KernelTime[]>;
}

declare global {
  interface Window {
    gyrusBench?: Bench;
  }
}

/** Whoever drives the page shows these. */
const progress = (text: string) => console.info(text);

const counters = installGpuCounters();
const refused: string[] = [];
let backend: StartedBackend | undefined;

function started(): StartedBackend {
  if (!backend) throw new Error('The page has not been started.');
  return backend;
}

async function checked<T>(measured: Promise<T>): Promise<T> {
  const result = await measured;
  const [first] = refused;
  if (first) throw new Error(`The GPU refused a command: ${first}`);
  return result;
}

async function steps(rounds: number, modes: readonly Mode[]): Promise<StepReport> {
  const { releaseBuffers } = started();
  const probe = ourWorld('eager');
  const { parameters } = probe;
  probe.dispose();
  const makers = [
    ...modes.flatMap((mode) => [() => ourWorld(mode), () => ourPathLengthWorld(mode)]),
    () => stockWorld(parameters),
  ];
  const counts: Record<string, WorldCounts> = {};
  for (const make of makers) {
    let name = '';
    const named = () => {
      const world = make();
      name = world.name;
      progress(`Counting: ${name}`);
      return world;
    };
    const counted = await countWorld(named, counters, releaseBuffers);
    counts[name] = counted;
  }
  const times = rounds > 0 ? await timed(makers, rounds) : {};
  const { preset, resolution } = MEASURED;
  return { settings: { preset, resolution, batch: MEASURED.batch as number }, parameters, counts, times };
}

async function timed(makers: readonly (() => World)[], rounds: number) {
  progress(`Timing: ${rounds} rounds`);
  const worlds = makers.map((make) => make());
  const times = await timeWorlds(worlds, rounds);
  for (const world of worlds) world.dispose();
  started().releaseBuffers();
  return times;
}

async function timePresets(ids: readonly string[], mode: Mode, rounds: number): Promise<PresetTime[]> {
  const times: PresetTime[] = [];
  for (const id of ids) times.push(...(await timePreset(id, mode, rounds, progress)));
  return times;
}

window.gyrusBench = {
  async start() {
    backend = await startBackend(({ message, detail }) => refused.push(detail ?? message));
    return backend.adapter;
  },
  steps: (rounds, modes) => checked(steps(rounds, modes)),
  convolutions: (rounds) => checked(compareConvolutions(rounds, progress)),
  presets: (ids, mode, rounds) => checked(timePresets(ids, mode, rounds)),
  studio: (wish) => checked(measureStudio(wish, progress)),
  settings: () => ({ ...MEASURED, emaBeta: EMA_BETA }),
  async kernels() {
    const world = ourWorld('recorded');
    const whole = world.parts.find(({ name }) => name === 'step with R1');
    if (!whole) throw new Error('Our step has no part with R1.');
    for (let i = 0; i < 2; i++) await whole.run();
    const times = await checked(kernelTimes(whole.run));
    world.dispose();
    return times;
  },
};
