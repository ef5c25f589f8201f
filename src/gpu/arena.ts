/**
 * Variables of one purpose in one GPU buffer, so that one dispatch can read or write all of them; beside it the same
 * variables with a buffer each, for other backends and for reference ops. It refuses to move: a variable keeps its place,
 * and an assignment copies into it.
 */
import { bindingOf, commandStream, deviceInUse } from './commandStream.ts';
import { markSlice, type Slice, sliceOf, unmarkSlice } from './slices.ts';
import { copyBuffer, copyOfSlice } from './teachSlices.ts';
import * as tf from './tf.ts';

export interface Arena {
  readonly variables: ReadonlyMap<string, tf.Variable>;
  /**
   * All of them and the gaps between as one tensor, for kernels alone: variables begin at multiples of PAGE elements, and
   * gaps are zero. undefined where each variable has a buffer of its own.
   */
  readonly whole: tf.Tensor1D | undefined;
  /**
   * Elements of uint32, one a page of `whole`: the word of the variable that the page belongs to, in the variables' order.
   * Kept by the arena, and the same tensor for the same words. Only where there is `whole`.
   */
  pageWords(words: readonly number[]): tf.Tensor1D;
  dispose(): void;
}

export interface ArenaSettings {
  /** On the webgpu backend alone. */
  readonly inOneBuffer: boolean;
  readonly isTrainable: boolean;
  /** First values, row by row; zeros without it. */
  readonly valuesOf?: (name: string) => Float32Array;
}

/** Elements to a page. WebGPU binds at multiples of 256 bytes on every device. */
export const PAGE = 64;
const BYTES_AN_ELEMENT = 4;
const PAGE_BYTES = PAGE * BYTES_AN_ELEMENT;
/** Makes another tensor in the place of an arena's variable. */
const inPlaces = new WeakMap<tf.Variable, () => tf.Tensor>();
const USAGE = () => GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;

/** float32 variables of the given shapes, in the map's order. Caller disposes the arena, and no variable of it. */
export function createArena(shapes: ReadonlyMap<string, readonly number[]>, settings: ArenaSettings): Arena {
  return settings.inOneBuffer ? arenaInOneBuffer(shapes, settings) : arenaOfMany(shapes, settings);
}

function arenaOfMany(shapes: ReadonlyMap<string, readonly number[]>, { isTrainable, valuesOf }: ArenaSettings): Arena {
  const variables = new Map<string, tf.Variable>();
  for (const [name, shape] of shapes) {
    const values = valuesOf?.(name);
    const start = values ? tf.tensor(values, [...shape], 'float32') : tf.fill([...shape], 0);
    variables.set(name, tf.variable(start, isTrainable));
    start.dispose();
  }
  return {
    variables,
    whole: undefined,
    pageWords: () => {
      throw new Error('Variables with a buffer each have no pages.');
    },
    dispose: () => tf.dispose([...variables.values()]),
  };
}

function arenaInOneBuffer(
  shapes: ReadonlyMap<string, readonly number[]>,
  { isTrainable, valuesOf }: ArenaSettings,
): Arena {
  const { device } = commandStream();
  const places = placesOf(shapes);
  const size = [...places.values()].reduce((sum, { pages }) => sum + pages * PAGE_BYTES, 0);
  refuseTooLarge(size, device.limits);
  const buffer = device.createBuffer({ label: `arena of ${shapes.size}`, size, usage: USAGE() });
  let inUse = 0;
  const tensorAt = (shape: readonly number[], slice: Slice): tf.Tensor => {
    const tensor = tf.tensor({ buffer, zeroCopy: true }, [...shape], 'float32');
    inUse++;
    markSlice(tensor.dataId, {
      ...slice,
      released: () => {
        inUse--;
        if (inUse === 0) buffer.destroy();
      },
    });
    return tensor;
  };
  const whole = tf.keep(tensorAt([size / BYTES_AN_ELEMENT], { offset: 0, size })) as tf.Tensor1D;
  const variables = new Map<string, tf.Variable>();
  for (const [name, shape] of shapes) {
    const { offset, size: ownSize } = places.get(name) as Place;
    const values = valuesOf?.(name);
    if (values) device.queue.writeBuffer(buffer, offset, new Float32Array(values));
    const start = tensorAt(shape, { offset, size: ownSize });
    const variable = tf.variable(start, isTrainable);
    start.dispose();
    variable.assign = (value) => {
      // A clone of the variable: nothing to do.
      if (value.dataId !== variable.dataId) copyInto(variable, value);
    };
    inPlaces.set(variable, () => tensorAt(shape, { offset, size: ownSize }));
    variables.set(name, variable);
  }
  const tables = new Map<string, tf.Tensor1D>();
  return {
    variables,
    whole,
    pageWords(words) {
      const key = words.join();
      let table = tables.get(key);
      if (!table) {
        const pages = [...places.values()].flatMap(({ pages }, i) => new Array<number>(pages).fill(words[i] as number));
        table = tableOf(Uint32Array.from(pages));
        tables.set(key, table);
      }
      return table;
    },
    dispose() {
      tf.dispose([whole, ...variables.values(), ...tables.values()]);
      tables.clear();
    },
  };
}

interface Place extends Slice {
  readonly pages: number;
}

function placesOf(shapes: ReadonlyMap<string, readonly number[]>): Map<string, Place> {
  const places = new Map<string, Place>();
  let offset = 0;
  for (const [name, shape] of shapes) {
    const size = tf.util.sizeFromShape([...shape]) * BYTES_AN_ELEMENT;
    const pages = Math.ceil(size / PAGE_BYTES);
    places.set(name, { offset, size, pages });
    offset += pages * PAGE_BYTES;
  }
  return places;
}

function refuseTooLarge(size: number, { maxBufferSize, maxStorageBufferBindingSize }: GPUSupportedLimits): void {
  const most = Math.min(maxBufferSize, maxStorageBufferBindingSize);
  if (size > most)
    throw new RangeError(
      `The network's ${size} bytes of parameters are more than the ${most} that this GPU binds at once: choose fewer feature maps.`,
    );
}

/** Values that never change, with a buffer that also a recorded step may bind. */
function tableOf(words: Uint32Array<ArrayBuffer>): tf.Tensor1D {
  const size = words.byteLength;
  const buffer = deviceInUse().createBuffer({ label: 'page words', size, usage: USAGE(), mappedAtCreation: true });
  new Uint32Array(buffer.getMappedRange()).set(words);
  buffer.unmap();
  const tensor = tf.keep(tf.tensor({ buffer, zeroCopy: true }, [words.length], 'int32'));
  markSlice(tensor.dataId, { offset: 0, size, released: () => buffer.destroy() });
  return tensor as tf.Tensor1D;
}

/**
 * Copies tensors to the variables of their names; others stay as they are. This is where gradients reach their arena: in a
 * trace it is one copy for each, from the tensor's buffer to the variable's place. Tensors stay the caller's.
 */
export function gatherInto(arena: Arena, tensors: ReadonlyMap<string, tf.Tensor>): void {
  for (const [name, tensor] of tensors) {
    const variable = arena.variables.get(name);
    if (!variable) throw new Error(`The arena has no variable "${name}" to copy into.`);
    variable.assign(tensor);
  }
}

/**
 * All values, by name, as they are at the call, whatever is done to them while they are on their way; in one copy where they
 * lie in one buffer. The arrays are the caller's own.
 */
export async function readArena({ variables, whole }: Arena): Promise<Map<string, Float32Array<ArrayBuffer>>> {
  // Before anything is waited for: the arena may be gone by then.
  const places = [...variables].map(([name, { dataId, size }]) => {
    const start = (sliceOf(dataId)?.offset ?? 0) / BYTES_AN_ELEMENT;
    return { name, start, end: start + size };
  });
  const reading = whole ? [] : [...variables.values()].map(valuesNow);
  const all = whole && ((await whole.data()) as Float32Array<ArrayBuffer>);
  const each = await Promise.all(reading);
  return new Map(
    places.map(({ name, start, end }, i) => [
      name,
      new Float32Array(all ? all.subarray(start, end) : (each[i] as Float32Array)),
    ]),
  );
}

/** Of a copy: tfjs keeps what it has read of a tensor, and that would be out of date after the next step. */
function valuesNow(variable: tf.Variable): Promise<tf.TypedArray> {
  const copy = tf.tidy(() => tf.add(variable, 0));
  const values = copy.data();
  return values.finally(() => copy.dispose());
}

/** Sets every value to zero. */
export function clearArena({ variables, whole }: Arena): void {
  for (const variable of variables.values()) {
    if (whole) spareClones(variable);
    else tf.tidy(() => variable.assign(tf.fill(variable.shape, 0)));
  }
  if (!whole) return;
  const stream = commandStream();
  stream.ensureCommandEncoderReady();
  stream.endComputePassEncoder();
  stream.commandEncoder?.clearBuffer(bindingOf(whole).buffer);
}

/**
 * Call before a kernel writes a variable in place: the tensors that share its buffer (clones, and what it was made of) keep
 * the values of now. Usually there are none, and nothing happens.
 */
export function spareClones(variable: tf.Variable): void {
  const stream = commandStream();
  if (stream.refCount(variable.dataId) <= 1) return;
  const inPlace = inPlaces.get(variable);
  if (!inPlace) {
    tf.tidy(() => variable.assign(tf.add(variable, 0)));
    return;
  }
  // The clones keep the data's id, which gets the copy's buffer; the variable goes on in its place under a new one.
  const next = inPlace();
  const copy = copyOfSlice(stream, variable.dataId);
  const [shared, own] = [stream.tensorMap.get(variable.dataId), stream.tensorMap.get(copy.dataId)];
  const { released } = unmarkSlice(variable.dataId);
  shared.resource = own.resource ?? null;
  shared.external = false;
  own.resource = null;
  tf.backend().disposeData(copy.dataId);
  tf.Variable.prototype.assign.call(variable, next);
  next.dispose();
  released();
}

function copyInto(variable: tf.Variable, value: tf.Tensor): void {
  if (value.dtype !== variable.dtype || value.shape.join() !== variable.shape.join())
    throw new Error(`A variable [${variable.shape}] of an arena cannot take ${value.dtype} values [${value.shape}].`);
  spareClones(variable);
  const stream = commandStream();
  const [from, to] = [bindingOf(value), bindingOf(variable)];
  if (from.buffer !== to.buffer) {
    copyBuffer(stream, from, to);
    return;
  }
  // WebGPU copies between two buffers alone.
  const between = copyOfSlice(stream, value.dataId);
  copyBuffer(stream, bindingOf(between), to);
  tf.backend().disposeData(between.dataId);
}
