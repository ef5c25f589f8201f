/**
 * The form of a person's own feature extractor: a list of layers, one after the other, as a safetensors file carries it in
 * its metadata. Whatever does not fit is refused with a sentence, before anything is computed. It computes nothing.
 */
import * as v from 'valibot';
import { FailureError } from '../protocol/failure.ts';

/** Under this key of the file's metadata, as JSON. */
export const EXTRACTOR_KEY = 'gyrus_extractor';

const MOST_LAYERS = 200;
const LONGEST_NAME = 60;
const LARGEST_SIDE = 512;
const SMALLEST_SIDE = 8;
const LARGEST_STRIDE = 8;
const LARGEST_WINDOW = 32;
const LARGEST_PADDING = 16;
/** Weights of 64 MB: more than VGG16's convolutions. */
const MOST_WEIGHTS = 2 ** 24;
/** Features a picture: what the metrics compare pair by pair. */
const MOST_FEATURES = 2048;
/** Values of one layer's output for one picture: 64 maps of 512 px. */
const MOST_VALUES = 2 ** 24;
/** Multiplications a picture: as many as a residual network of 50 layers has at 224 px. */
const MOST_WORK = 2 ** 32;
const GREY = 1;
const RGB = 3;

const whole = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const tensorName = v.pipe(v.string(), v.minLength(1));
const window = { size: whole(1, LARGEST_WINDOW), stride: whole(1, LARGEST_STRIDE) };
const layer = v.variant('type', [
  v.strictObject({
    type: v.literal('conv2d'),
    weight: tensorName,
    bias: v.exactOptional(tensorName),
    stride: v.exactOptional(whole(1, LARGEST_STRIDE), 1),
    padding: v.exactOptional(whole(0, LARGEST_PADDING), 0),
  }),
  v.strictObject({
    type: v.literal('batchNorm'),
    weight: tensorName,
    bias: tensorName,
    mean: tensorName,
    variance: tensorName,
    epsilon: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 1e-5),
  }),
  v.strictObject({ type: v.literal('linear'), weight: tensorName, bias: v.exactOptional(tensorName) }),
  v.strictObject({ type: v.literal('relu') }),
  v.strictObject({
    type: v.literal('leakyRelu'),
    slope: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.01),
  }),
  v.strictObject({ type: v.literal('maxPool'), ...window }),
  v.strictObject({ type: v.literal('avgPool'), ...window }),
  v.strictObject({ type: v.literal('globalAveragePool') }),
  v.strictObject({ type: v.literal('flatten') }),
]);
const perChannel = v.array(v.pipe(v.number(), v.finite()));
const network = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(LONGEST_NAME)),
  side: whole(SMALLEST_SIDE, LARGEST_SIDE),
  channels: v.picklist([GREY, RGB]),
  mean: v.exactOptional(perChannel),
  deviation: v.exactOptional(perChannel),
  layers: v.pipe(v.array(layer), v.minLength(1), v.maxLength(MOST_LAYERS)),
});

export type OwnLayer = v.InferOutput<typeof layer>;

/** Row by row, in PyTorch's order: convolutions [O,I,H,W], linear layers [O,I]. */
export interface OwnTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface OwnNetwork {
  readonly name: string;
  /** Pixels a side and channels of what it takes. */
  readonly side: number;
  readonly channels: number;
  /** A channel's value v of 0 to 1 enters as (v - mean) / deviation. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly layers: readonly OwnLayer[];
  readonly tensors: ReadonlyMap<string, OwnTensor>;
  /** Features a picture. */
  readonly width: number;
  /** Values of the largest layer of one picture. */
  readonly largest: number;
}

/** What comes out of a layer: maps of a side, or, with side undefined, plain features. */
interface Flow {
  readonly maps: number;
  readonly side: number | undefined;
}

/** `value`: the JSON's; `tensors`: of the same file, kept without a copy. Throws FailureError 'bad-weights'. */
export function ownNetwork(value: unknown, tensors: ReadonlyMap<string, OwnTensor>): OwnNetwork {
  const parsed = v.safeParse(network, value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw refused(`"${v.getDotPath(issue) ?? EXTRACTOR_KEY}" is not as it should be: ${issue.message}`);
  }
  const { mean, deviation, layers, ...facts } = parsed.output;
  const centre = mean ?? new Array<number>(facts.channels).fill(1 / 2);
  const spread = deviation ?? new Array<number>(facts.channels).fill(1 / 2);
  if (centre.length !== facts.channels || spread.length !== facts.channels || !spread.every((value) => value > 0))
    throw refused(`"mean" and "deviation" need ${facts.channels} numbers each, and deviations above 0`);
  const weights = [...tensors.values()].reduce((sum, { data }) => sum + data.length, 0);
  if (weights > MOST_WEIGHTS) throw refused(`it has ${weights} weights, more than ${MOST_WEIGHTS}`);
  for (const [name, { data }] of tensors)
    if (!data.every(Number.isFinite)) throw refused(`"${name}" holds numbers that are not finite`);
  let flow: Flow = { maps: facts.channels, side: facts.side };
  let work = 0;
  let largest = facts.channels * facts.side ** 2;
  layers.forEach((here, place) => {
    const after = flowAfter(here, flow, tensors, `layer ${place + 1} (${here.type})`);
    work += multiplications(here, after, tensors);
    largest = Math.max(largest, after.maps * (after.side ?? 1) ** 2);
    if (largest > MOST_VALUES || work > MOST_WORK)
      throw refused(`layer ${place + 1} (${here.type}) would take more memory or time than a measurement has`);
    flow = after;
  });
  if (flow.side !== undefined)
    throw refused('it ends with maps: end it with globalAveragePool or flatten, so that features come out');
  if (flow.maps > MOST_FEATURES) throw refused(`it makes ${flow.maps} features, more than ${MOST_FEATURES}`);
  return { ...facts, mean: centre, deviation: spread, layers, tensors, width: flow.maps, largest };
}

function flowAfter(here: OwnLayer, flow: Flow, tensors: ReadonlyMap<string, OwnTensor>, where: string): Flow {
  const { maps, side } = flow;
  const expect = (name: string, shape: readonly number[]) => {
    const found = tensors.get(name);
    if (!found) throw refused(`${where} needs the tensor "${name}", which is not in the file`);
    if (found.shape.join() !== shape.join())
      throw refused(`${where} needs "${name}" of shape [${shape}], and it is [${found.shape}]`);
  };
  const rank = (name: string, sides: number): readonly number[] => {
    const shape = tensors.get(name)?.shape;
    if (shape?.length !== sides || shape.some((length) => length === 0))
      throw refused(`${where} needs a tensor "${name}" of ${sides} dimensions`);
    return shape;
  };
  const mapsOnly = (): number => {
    if (side === undefined) throw refused(`${where} needs maps, and comes after they were pooled or flattened`);
    return side;
  };
  const slid = (size: number, stride: number, padding = 0): number => {
    const after = Math.floor((mapsOnly() + 2 * padding - size) / stride) + 1;
    if (after < 1) throw refused(`${where} is larger than the maps of ${side} px that it gets`);
    return after;
  };
  switch (here.type) {
    case 'conv2d': {
      const [out, into, height, width] = rank(here.weight, 4) as [number, number, number, number];
      if (into !== maps || height !== width || height > LARGEST_WINDOW)
        throw refused(`${where} gets ${maps} maps, and "${here.weight}" is [${out},${into},${height},${width}]`);
      if (here.bias !== undefined) expect(here.bias, [out]);
      return { maps: out, side: slid(height, here.stride, here.padding) };
    }
    case 'linear': {
      if (side !== undefined)
        throw refused(`${where} needs plain features: put globalAveragePool or flatten before it`);
      const [out, into] = rank(here.weight, 2) as [number, number];
      if (into !== maps) throw refused(`${where} gets ${maps} features, and "${here.weight}" takes ${into}`);
      if (here.bias !== undefined) expect(here.bias, [out]);
      return { maps: out, side };
    }
    case 'batchNorm':
      for (const name of [here.weight, here.bias, here.mean, here.variance]) expect(name, [maps]);
      if (tensors.get(here.variance)?.data.some((value) => value < 0)) throw refused(`${where} has variances below 0`);
      return flow;
    case 'maxPool':
    case 'avgPool':
      return { maps, side: slid(here.size, here.stride) };
    case 'globalAveragePool':
      mapsOnly();
      return { maps, side: undefined };
    case 'flatten':
      return { maps: maps * (side ?? 1) ** 2, side: undefined };
    case 'relu':
    case 'leakyRelu':
      return flow;
  }
}

function multiplications(here: OwnLayer, after: Flow, tensors: ReadonlyMap<string, OwnTensor>): number {
  if (here.type !== 'conv2d' && here.type !== 'linear') return 0;
  return (tensors.get(here.weight)?.data.length ?? 0) * (after.side ?? 1) ** 2;
}

function refused(reason: string): FailureError {
  return new FailureError(
    'bad-weights',
    `The extractor cannot be used: ${reason}. Write the file again with the lines of Python that docs/evaluation.md names.`,
  );
}
