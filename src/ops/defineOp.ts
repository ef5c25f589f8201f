/**
 * Registers an op with tfjs as one kernel and one gradient, so that the tape asks only for the gradients it needs
 * (tf.customGrad computes all of them) and so that gradients nest to any order. It refuses to know any op's mathematics.
 */
import * as tf from '../gpu/tf.ts';
import { patchGradients } from './gradientPatches.ts';
import { runsFused } from './mode.ts';

patchGradients();

const BACKENDS = ['cpu', 'webgpu'] as const;

export interface OpDefinition<A extends tf.NamedAttrMap> {
  /** Unique among all kernels of the page. */
  readonly name: string;
  /** WGSL; returns one tensor that nobody else holds. Without it the reference runs everywhere. */
  readonly fused?: (inputs: readonly tf.Tensor[], attributes: A) => tf.TensorInfo;
  /** Stock tfjs ops, run in a tidy and off the tape; must not return an input. */
  readonly reference: (inputs: readonly tf.Tensor[], attributes: A) => tf.Tensor;
  /** Indices of the inputs that the gradient needs. */
  readonly saves: readonly number[];
  /** Whether the gradient needs the output (it follows the saved inputs). Such an output carries no gradient itself. */
  readonly savesOutput?: boolean;
  /** One thunk an input, in their order, each called only when the tape wants it. */
  readonly gradient: (dy: tf.Tensor, saved: readonly tf.Tensor[], attributes: A) => readonly (() => tf.Tensor)[];
}

/** Inputs in the definition's order. The caller disposes the result, or lets a tidy do it. */
export type Op<A extends tf.NamedAttrMap> = (inputs: readonly tf.Tensor[], attributes: A) => tf.Tensor;

export function defineOp<A extends tf.NamedAttrMap>(definition: OpDefinition<A>): Op<A> {
  const kernelName = registerForward(definition, (result) => result);
  registerBackward<A>(kernelName, definition, [definition.savesOutput ?? false], (dy, saved, attributes) =>
    definition.gradient(dy as tf.Tensor, saved, attributes),
  );
  return (inputs, attributes) => tf.engine().runKernel<tf.Tensor>(kernelName, byName(inputs), attributes);
}

export interface BranchingDefinition<A extends tf.NamedAttrMap> extends Omit<OpDefinition<A>, 'gradient'> {
  /**
   * Place of the input that is handed on as a second result. What another branch sends back through it is given to the
   * gradient, which so can add it in a kernel of its own.
   */
  readonly handsOn: number;
  /** As OpDefinition's; the handed-on input's gradient is to contain `sentBack`. */
  readonly gradient: (
    dy: tf.Tensor,
    saved: readonly tf.Tensor[],
    attributes: A,
    sentBack: tf.Tensor,
  ) => readonly (() => tf.Tensor)[];
}

/** An op's result, and its input handed on, without a copy. Both must lead to what is differentiated. */
export type BranchingOp<A extends tf.NamedAttrMap> = (
  inputs: readonly tf.Tensor[],
  attributes: A,
) => readonly [result: tf.Tensor, handedOn: tf.Tensor];

export function defineBranchingOp<A extends tf.NamedAttrMap>(definition: BranchingDefinition<A>): BranchingOp<A> {
  const kernelName = registerForward(definition, (result, tensors) => {
    const { dataId, shape, dtype } = tensors[definition.handsOn] as tf.Tensor;
    tf.backend().incRef(dataId);
    return [result, { dataId, shape, dtype }];
  });
  registerBackward<A>(kernelName, definition, [definition.savesOutput ?? false, false], (dys, saved, attributes) => {
    const [dy, sentBack] = dys as [tf.Tensor, tf.Tensor];
    return definition.gradient(dy, saved, attributes, sentBack);
  });
  return (inputs, attributes) =>
    tf.engine().runKernel<tf.Tensor[]>(kernelName, byName(inputs), attributes) as [tf.Tensor, tf.Tensor];
}

type Forward<A extends tf.NamedAttrMap> = Pick<OpDefinition<A>, 'name' | 'fused' | 'reference'>;

/** Returns the kernel's name. `results`: what the kernel returns beside or instead of the op's result. */
function registerForward<A extends tf.NamedAttrMap>(
  { name, fused, reference }: Forward<A>,
  results: (result: tf.TensorInfo, tensors: readonly tf.Tensor[]) => tf.TensorInfo | tf.TensorInfo[],
): string {
  const kernelName = `Gyrus${name}`;
  for (const backendName of BACKENDS)
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) => {
        const tensors = Object.values(inputs) as tf.Tensor[];
        const attributes = attrs as A;
        if (fused && runsFused()) return results(fused(tensors, attributes), tensors);
        return results(
          tf.tidy(() => reference(tensors, attributes)),
          tensors,
        );
      },
    });
  return kernelName;
}

function registerBackward<A extends tf.NamedAttrMap>(
  kernelName: string,
  { saves }: Pick<OpDefinition<A>, 'saves'>,
  outputsToSave: boolean[],
  gradient: (dy: tf.Tensor | tf.Tensor[], saved: readonly tf.Tensor[], attributes: A) => readonly (() => tf.Tensor)[],
): void {
  tf.registerGradient({
    kernelName,
    inputsToSave: saves.map(inputName),
    outputsToSave,
    gradFunc: (dy, saved, attrs) =>
      Object.fromEntries(
        gradient(dy, saved, attrs as A).map((thunk, index): [string, () => tf.Tensor] => [inputName(index), thunk]),
      ),
  });
}

function byName(inputs: readonly tf.Tensor[]): tf.NamedTensorMap {
  return Object.fromEntries(inputs.map((tensor, index): [string, tf.Tensor] => [inputName(index), tensor]));
}

/** Not a bare number: JavaScript would sort such keys. */
function inputName(index: number): string {
  return `input${index}`;
}
