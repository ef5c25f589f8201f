/** Makes the tuner of a started backend: which choices hold, and where they are kept. It refuses to choose. */
import { convolutionsText } from '../ops/kernels/convFingerprint.ts';
import type { AdapterFacts, TrainerEvent } from '../protocol/events.ts';
import type { EngineSwitches } from '../protocol/switches.ts';
import { rootFolder } from '../storage/opfs.ts';
import { textFileIn } from '../storage/textFile.ts';
import { createTuningCache, TUNING_FILE } from '../storage/tuningCache.ts';
import { createTuner, type Tuner } from './tuner.ts';
import { tuningRule } from './tuningRule.ts';

interface Started {
  readonly adapter: AdapterFacts;
  readonly releaseBuffers: () => void;
}

/** Call when the backend is active. */
export async function startTuner(
  { adapter, releaseBuffers }: Started,
  { tuning }: EngineSwitches,
  emit: (event: TrainerEvent) => void,
): Promise<Tuner> {
  const folder = await rootFolder();
  const place = { adapter: adapter.description, kernels: await digestOf(convolutionsText()) };
  return createTuner({
    mayTime: tuning === 'timed',
    rule: tuningRule(adapter.software),
    cache: createTuningCache(folder && textFileIn(folder, TUNING_FILE), place),
    emit,
    clock: () => performance.now(),
    releaseBuffers,
  });
}

const HEXADECIMAL = 16;

async function digestOf(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(HEXADECIMAL).padStart(2, '0')).join('');
}
