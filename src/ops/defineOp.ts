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
  const kernelName = `Gyrus${definition.name}`;
  for (const backendName of BACKENDS)
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) => {
        const tensors = Object.values(inputs) as tf.Tensor[];
        const attributes = attrs as A;
        if (definition.fused && runsFused()) return definition.fused(tensors, attributes);
        return tf.tidy(() => definition.reference(tensors, attributes));
      },
    });
  tf.registerGradient({
    kernelName,
    inputsToSave: definition.saves.map(inputName),
    outputsToSave: [definition.savesOutput ?? false],
    gradFunc: (dy, saved, attrs) =>
      Object.fromEntries(
        definition
          .gradient(dy as tf.Tensor, saved, attrs as A)
          .map((thunk, index): [string, () => tf.Tensor] => [inputName(index), thunk]),
      ),
  });
  return (inputs, attributes) =>
    tf
      .engine()
      .runKernel<tf.Tensor>(
        kernelName,
        Object.fromEntries(inputs.map((tensor, index): [string, tf.Tensor] => [inputName(index), tensor])),
        attributes,
      );
}

/** Not a bare number: JavaScript would sort such keys. */
function inputName(index: number): string {
  return `input${index}`;
}
