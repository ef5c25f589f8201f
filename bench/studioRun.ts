/**
 * One run of the real engine on phantoms, watched from outside: how far it was told to be and when, what answers a request and
 * after how long. The engine keeps no times for it. It refuses to know what is compared with what.
 */
import type { ClientRequest, ReplyTo } from '../src/client/client.ts';
import { channelsOf } from '../src/protocol/dataset.ts';
import type { EvaluationKimg } from '../src/protocol/judging.ts';
import { atResolution, type TrainConfig } from '../src/protocol/trainConfig.ts';
import type { StudioEngine } from './studioEngine.ts';
import { type Asked, type Measurement, type Stretch, stretchBetween, type Telling } from './studioTimes.ts';

type SampleRequest = Extract<ClientRequest, { type: 'sample/generate' }>;

export interface StudioRun {
  readonly batch: number;
  /** All so far. */
  readonly tellings: readonly Telling[];
  /** Those that are done. */
  readonly measurements: readonly Measurement[];
  telling(): Promise<Telling>;
  /** Training from the next telling on, at least so long. */
  stretch(least: Stretch): Promise<Stretch>;
  /** One sheet of seeds. */
  draw(seeds: readonly number[], psi: number): Promise<ReplyTo<SampleRequest>>;
  /** The same, asked for now, with its times. */
  ask(seeds: readonly number[], psi: number): Promise<Asked>;
  schedule(everyKimg: EvaluationKimg): void;
  /** Asks for a measurement; resolves with its answer, and rejects where there is none. */
  measure(pictures: number): Promise<unknown>;
  /** Resolves when so many measurements are done, and training was told of since. */
  measured(count: number): Promise<void>;
  /** Stops the run, so that another can be begun. */
  stop(): Promise<void>;
}

export interface StudioData {
  readonly slices: number;
  readonly phantomSeed: number;
}

/** Opens phantoms and begins `config`; resolves when it trains. Nothing is measured before a schedule is set. */
export async function startStudioRun(
  engine: StudioEngine,
  config: TrainConfig,
  { slices, phantomSeed }: StudioData,
): Promise<StudioRun> {
  const { client, next } = engine;
  const { resolution, seed, heldOut, trainOn } = config;
  const batch = atResolution(config.batch, resolution);
  const options = { resolution, channels: channelsOf(config), seed, heldOut, trainOn };
  const opened = next((event) => event.type === 'dataset/ready' || undefined);
  client.send({ type: 'evaluation/schedule', everyKimg: 0 });
  client.send({ type: 'dataset/phantom', count: slices, phantomSeed, options });
  await opened;

  const tellings: Telling[] = [];
  const measurements: Measurement[] = [];
  let began = Number.NaN;
  const deafen = engine.hear((event) => {
    const at = performance.now();
    if (event.type === 'run/progress') tellings.push({ at, nimg: event.now.nimg });
    if (event.type === 'evaluation/progress' && event.done === 0) began = at;
    if (event.type === 'run/evaluated') measurements.push({ began, ended: at, pictures: event.evaluation.pictures });
  });
  const runId = crypto.randomUUID();
  const trains = next((event) => (event.type === 'run/state' && event.state === 'training') || undefined);
  client.send({ type: 'run/start', runId, config });
  await trains;

  const draw = (seeds: readonly number[], psi: number) =>
    client.request({ type: 'sample/generate', seeds, psi, columns: COLUMNS } satisfies SampleRequest);
  const telling = () => next((event) => (event.type === 'run/progress' ? tellings.at(-1) : undefined));
  return {
    ...{ batch, tellings, measurements, draw, telling },
    async stretch({ ms, steps }) {
      const first = await telling();
      for (;;) {
        const stretch = stretchBetween(first, await telling(), batch);
        if (stretch.ms >= ms && stretch.steps >= steps) return stretch;
      }
    },
    async ask(seeds, psi) {
      const asked = performance.now();
      const told = tellings.at(-1)?.nimg ?? 0;
      const taken = takenUp(engine, psi);
      const { from } = await draw(seeds, psi);
      const drawn = performance.now();
      const began = await taken;
      return { waitMs: began - asked, drawMs: drawn - began, steps: (from.nimg - told) / batch };
    },
    schedule: (everyKimg) => client.send({ type: 'evaluation/schedule', everyKimg }),
    measure: (pictures) => client.request({ type: 'evaluation/measure', pictures }),
    async measured(count) {
      while (measurements.length < count) await next((event) => event.type === 'run/evaluated' || undefined);
      await telling();
    },
    async stop() {
      const stopped = next((event) => (event.type === 'run/state' && event.state === 'stopped') || undefined);
      client.send({ type: 'run/stop', runId });
      await stopped;
      deafen();
    },
  };
}

/** As Explore lays pictures out. */
const COLUMNS = 4;

/**
 * When the engine comes to a request that is made now. Requests are answered in order, and one for no pictures at all is
 * refused the moment its turn comes, before anything is drawn: the next one's turn is then.
 */
async function takenUp({ client }: StudioEngine, psi: number): Promise<number> {
  try {
    await client.request({ type: 'sample/generate', seeds: [], psi, columns: COLUMNS });
  } catch {
    return performance.now();
  }
  throw new Error('The engine drew pictures of no seeds: how long a request waits cannot be told any more.');
}
