/**
 * Between the layout in memory and the layout in files: convolutions HWIO here and OIHW there, fully connected weights
 * [I,O] here and [O,I] there, as PyTorch has them, so that a file opens there without a thought. It is the only place that
 * knows both; checkpoints keep the layout of memory.
 *
 * The rule goes by the last part of the name and the rank:
 * | in memory            | in the file |                       |
 * |----------------------|-------------|-----------------------|
 * | const  [1,4,4,C]     | [C,4,4]     |                       |
 * | weight [k,k,I,O]     | [O,I,k,k]   | convolution           |
 * | weight [I,O]         | [O,I]       | fully connected       |
 * | everything else      | the same    | biases, noise, w_avg  |
 */
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from '../format/safetensors.ts';
import { FailureError } from '../protocol/failure.ts';

/** The networks of a file; their tensors carry the name and a dot in front. */
export const NETWORKS = ['G', 'D', 'GEma'] as const;
export type NetworkName = (typeof NETWORKS)[number];
/** Each network's tensors by name, without the prefix, in the layout of memory. */
export type Networks = Readonly<Record<NetworkName, ReadonlyMap<string, NamedTensor>>>;

/** Axes of the file's tensor, as axes of the one in memory. */
const CONV_TO_FILE = [3, 2, 0, 1];
const CONV_FROM_FILE = [2, 3, 1, 0];
const DENSE_EITHER_WAY = [1, 0];
const CONST_TO_FILE = [0, 3, 1, 2];
const CONST_FROM_FILE = [0, 2, 3, 1];
const CONV_RANK = 4;
const DENSE_RANK = 2;
/** The constant's rank in a file, where it has no batch axis. */
const CONST_FILE_RANK = 3;

/** A safetensors file of all networks. The tensors are not changed. */
export function encodeWeights(networks: Networks, metadata: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const tensors = new Map<string, NamedTensor>();
  for (const network of NETWORKS)
    for (const [name, tensor] of networks[network]) tensors.set(`${network}.${name}`, toFile(name, tensor));
  return encodeSafetensors(tensors, metadata);
}

/** The networks of a file, in the layout of memory; the arrays are the caller's. Throws FailureError 'bad-weights'. */
export function decodeWeights(bytes: Uint8Array): Networks {
  const networks = { G: new Map<string, NamedTensor>(), D: new Map(), GEma: new Map() };
  for (const [fullName, tensor] of decodeSafetensors(bytes).tensors) {
    const network = NETWORKS.find((candidate) => fullName.startsWith(`${candidate}.`));
    if (network === undefined)
      throw refused(`it holds a tensor "${fullName}", and only those of ${NETWORKS.join(', ')} are expected`);
    if (!tensor.data.every(Number.isFinite))
      throw refused(`its tensor ${fullName} holds values that are not finite, so this training had failed`);
    const name = fullName.slice(network.length + 1);
    networks[network].set(name, fromFile(name, tensor));
  }
  for (const network of NETWORKS) if (networks[network].size === 0) throw refused(`it holds no tensors of ${network}`);
  return networks;
}

/** One tensor from the layout of memory to that of files. `name` as in the ParamStore. The result may share `data`. */
export function toFile(name: string, tensor: NamedTensor): NamedTensor {
  const { shape } = tensor;
  const last = lastPart(name);
  if (last === 'const' && shape.length === CONV_RANK) {
    const { shape: moved, data } = permuted(tensor, CONST_TO_FILE);
    return { shape: moved.slice(1), data };
  }
  if (last !== 'weight') return tensor;
  if (shape.length === CONV_RANK) return permuted(tensor, CONV_TO_FILE);
  return shape.length === DENSE_RANK ? permuted(tensor, DENSE_EITHER_WAY) : tensor;
}

/** One tensor from the layout of files to that of memory: fromFile(n, toFile(n, t)) has t's shape and values. */
export function fromFile(name: string, tensor: NamedTensor): NamedTensor {
  const { shape, data } = tensor;
  const last = lastPart(name);
  if (last === 'const' && shape.length === CONST_FILE_RANK)
    return permuted({ shape: [1, ...shape], data }, CONST_FROM_FILE);
  if (last !== 'weight') return tensor;
  if (shape.length === CONV_RANK) return permuted(tensor, CONV_FROM_FILE);
  return shape.length === DENSE_RANK ? permuted(tensor, DENSE_EITHER_WAY) : tensor;
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** A copy whose axis i is axis axes[i] of `tensor`. */
function permuted({ shape, data }: NamedTensor, axes: readonly number[]): NamedTensor {
  const target = axes.map((axis) => shape[axis] as number);
  // How far a step along each axis of the copy moves in the original.
  const strides = axes.map((axis) => shape.slice(axis + 1).reduce((product, side) => product * side, 1));
  const moved = new Float32Array(data.length);
  const index = new Array<number>(axes.length).fill(0);
  let from = 0;
  for (let to = 0; to < moved.length; to++) {
    moved[to] = data[from] as number;
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      const next = (index[axis] as number) + 1;
      from += strides[axis] as number;
      if (next < (target[axis] as number)) {
        index[axis] = next;
        break;
      }
      index[axis] = 0;
      from -= next * (strides[axis] as number);
    }
  }
  return { shape: target, data: moved };
}

function refused(reason: string): FailureError {
  return new FailureError(
    'bad-weights',
    `The weights cannot be used: ${reason}. Choose a zip that "Download weights" wrote.`,
  );
}
