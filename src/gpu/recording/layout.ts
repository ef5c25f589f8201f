/** From a trace to what runs when and where its buffers lie. It refuses to touch the GPU. */
import { isLive } from '../words.ts';
import { type Packing, pack } from './packing.ts';
import { type AbstractOp, type BufferKind, simplify } from './simplify.ts';
import { readsOf, type TracedOp, type TracedPipeline, writesOf } from './trace.ts';
import { virtualFacts } from './virtualBuffer.ts';

interface Place {
  readonly kind: 'outside' | 'constant' | 'temporary';
  /** Of the constant, or of the slot of temporaries. */
  readonly number: number;
}

interface Constant {
  readonly number: number;
  readonly size: number;
  readonly contents: ArrayBuffer | undefined;
}

export interface Layout {
  readonly once: readonly number[];
  readonly each: readonly number[];
  readonly packing: Packing;
  readonly constants: readonly Constant[];
  readonly placeOf: (buffer: GPUBuffer) => Place;
  readonly fingerprint: string;
}

export function layoutOf(ops: readonly TracedOp[]): Layout {
  const buffers = numbered(ops);
  const list = [...buffers.keys()];
  const number = (buffer: GPUBuffer) => buffers.get(buffer) as number;
  const kinds = list.map(kindOf);
  const sign = createSignatures();
  const signatures = ops.map(sign);
  const abstract = ops.map((op, place): AbstractOp => {
    const writes = writesOf(op).map(({ buffer }) => number(buffer));
    if (writes.some((buffer) => kinds[buffer] === 'constant'))
      throw new Error('A recorded step writes over values that JavaScript put there: the next replay would miss them.');
    return { reads: readsOf(op).map(({ buffer }) => number(buffer)), writes, signature: signatures[place]?.merged };
  });
  const simplified = simplify(kinds, abstract);
  const { once, each, constants } = simplified;
  const twins = equalContents(list, kinds);
  const resolve = (buffer: number): number => {
    const same = simplified.sameAs.get(buffer) ?? buffer;
    return twins.get(same) ?? same;
  };
  const temporaries = lifetimesOf(
    each,
    abstract,
    (buffer) => (kinds[buffer] === 'temporary' && !constants.has(buffer) ? undefined : 'lasting'),
    resolve,
    list,
  );
  const packing = pack([...temporaries.values()]);
  const slotOf = new Map([...temporaries.keys()].map((buffer, i) => [buffer, packing.slotOf[i] as number]));
  const used = new Set(
    [...once, ...each].flatMap((place) =>
      [...(abstract[place]?.reads ?? []), ...(abstract[place]?.writes ?? [])].map(resolve),
    ),
  );
  return {
    once,
    each,
    packing,
    constants: [...constants]
      .filter((buffer) => used.has(buffer))
      .map((buffer) => {
        const held = list[buffer] as GPUBuffer;
        return { number: buffer, size: held.size, contents: virtualFacts(held)?.contents };
      }),
    placeOf: (buffer) => {
      if (!virtualFacts(buffer)) return { kind: 'outside', number: 0 };
      const found = resolve(number(buffer));
      const slot = slotOf.get(found);
      return slot === undefined ? { kind: 'constant', number: found } : { kind: 'temporary', number: slot };
    },
    fingerprint: hashOf([...signatures.map(({ whole }) => whole), ...list.map(contentsKey)]),
  };
}

function numbered(ops: readonly TracedOp[]): Map<GPUBuffer, number> {
  const numbers = new Map<GPUBuffer, number>();
  for (const op of ops)
    for (const { buffer } of [...readsOf(op), ...writesOf(op)])
      if (!numbers.has(buffer)) numbers.set(buffer, numbers.size);
  return numbers;
}

function kindOf(buffer: GPUBuffer): BufferKind {
  const facts = virtualFacts(buffer);
  if (!facts) return 'outside';
  return facts.contents ? 'constant' : 'temporary';
}

/** Constants with equal contents, each with the first of its kind. */
function equalContents(list: readonly GPUBuffer[], kinds: readonly BufferKind[]): Map<number, number> {
  const first = new Map<string, number>();
  const twins = new Map<number, number>();
  list.forEach((buffer, number) => {
    if (kinds[number] !== 'constant') return;
    const key = contentsKey(buffer);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, number);
    else twins.set(number, earlier);
  });
  return twins;
}

/** From the first operation of every step that touches a temporary to the last. */
function lifetimesOf(
  each: readonly number[],
  ops: readonly AbstractOp[],
  lasting: (buffer: number) => 'lasting' | undefined,
  resolve: (buffer: number) => number,
  list: readonly GPUBuffer[],
): Map<number, { size: number; first: number; last: number }> {
  const lifetimes = new Map<number, { size: number; first: number; last: number }>();
  each.forEach((place, at) => {
    const { reads, writes } = ops[place] as AbstractOp;
    for (const buffer of [...reads, ...writes].map(resolve)) {
      if (lasting(buffer)) continue;
      const known = lifetimes.get(buffer);
      if (known) known.last = at;
      else if (writes.map(resolve).includes(buffer))
        lifetimes.set(buffer, { size: (list[buffer] as GPUBuffer).size, first: at, last: at });
      else throw new Error('A recorded step reads a tensor that nothing has written.');
    }
  });
  return lifetimes;
}

/** What distinguishes operations, apart from the buffers that they touch. */
function createSignatures() {
  const numbers = new Map<TracedPipeline, number>();
  return (op: TracedOp): { readonly whole: string; readonly merged: string | undefined } => {
    if (op.kind === 'copy')
      return { whole: `copy ${op.from.offset} ${op.to.offset} ${op.from.size}`, merged: undefined };
    if (!numbers.has(op.pipeline)) numbers.set(op.pipeline, numbers.size);
    const parts = op.operands.map(({ offset, size }) => `${offset}+${size}`);
    const head = `${numbers.get(op.pipeline)} ${op.workgroups} ${op.writes} ${parts}`;
    if (op.uniforms instanceof ArrayBuffer) {
      const whole = `${head} ${wordsKey(op.uniforms)}`;
      return { whole, merged: whole };
    }
    const words = op.uniforms ?? [];
    const whole = `${head} ${words.map(({ type, value }) => `${type}${typeof value === 'number' ? value : '?'}`)}`;
    return { whole, merged: isLive(words) ? undefined : whole };
  };
}

function contentsKey(buffer: GPUBuffer): string {
  const contents = virtualFacts(buffer)?.contents;
  return contents ? `${buffer.size}: ${wordsKey(contents)}` : '';
}

function wordsKey(bytes: ArrayBuffer): string {
  return new Uint8Array(bytes).join();
}

/** FNV-1a, 32 bit. */
function hashOf(texts: readonly string[]): string {
  const OFFSET_BASIS = 0x811c9dc5;
  const PRIME = 0x01000193;
  let hash = OFFSET_BASIS;
  for (const text of texts) for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME);
  const HEX = 16;
  return (hash >>> 0).toString(HEX);
}
