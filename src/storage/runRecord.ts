/**
 * What the manifest of a saved run says, and the form it must have: a file in the browser's storage is as hostile as any
 * other. It refuses names that lead out of the run's folder.
 */
import * as v from 'valibot';

/** Changes when the meaning of a field does, so that an old manifest is never misread. */
export const RECORD_VERSION = 1;

/** Longest texts that are read: no honest ones come near. */
export const LONGEST_NAME = 200;
const LONGEST_PRESET = 100;
/** More than thinning leaves of any history. */
const MOST_ENTRIES = 10_000;
const MOST_PINS = 20;
const LARGEST_SIDE = 1024;

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Milliseconds since 1970. */
const moment = v.pipe(v.number(), v.finite(), v.minValue(0));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** Ids name folders. */
export const runIdForm = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));
const history = v.pipe(v.array(whole), v.maxLength(MOST_ENTRIES));

/** The two files that saves take in turns. */
export const SLOT_FILES = ['slot-a.safetensors', 'slot-b.safetensors'] as const;

/** A checkpoint's file as it was written; sha256 is as digest.ts has it. */
const written = { nimg: whole, bytes: whole, sha256 };
const slot = v.strictObject({ file: v.picklist(SLOT_FILES), ...written, savedAt: moment });
const pin = v.strictObject({
  kind: v.pipe(v.string(), v.regex(/^[a-z]{1,30}$/)),
  file: v.pipe(v.string(), v.regex(/^pin-[a-z]{1,30}-\d{1,16}\.safetensors$/)),
  ...written,
});

export const runRecord = v.strictObject({
  version: v.literal(RECORD_VERSION),
  /** Counts the manifests of a run: the newest whole one is true. */
  generation: v.pipe(whole, v.minValue(1)),
  runId: runIdForm,
  name: v.pipe(v.string(), v.maxLength(LONGEST_NAME)),
  preset: v.pipe(v.string(), v.maxLength(LONGEST_PRESET)),
  resolution: v.pipe(whole, v.minValue(1), v.maxValue(LARGEST_SIDE)),
  createdAt: moment,
  /** Of the current slot; of the making until there is one. */
  savedAt: moment,
  state: v.picklist(['under-way', 'finished', 'stopped']),
  /** Reals shown at the last save. */
  nimg: whole,
  totalNimg: whole,
  data: v.strictObject({ hash: sha256, name: v.string(), slices: whole }),
  current: v.exactOptional(slot),
  previous: v.exactOptional(slot),
  pins: v.pipe(v.array(pin), v.maxLength(MOST_PINS)),
  /** nimg of each, ascending. */
  sheets: history,
  averages: history,
});

export type RunRecord = Readonly<v.InferOutput<typeof runRecord>>;
export type SlotRecord = Readonly<v.InferOutput<typeof slot>>;
export type PinRecord = Readonly<v.InferOutput<typeof pin>>;
