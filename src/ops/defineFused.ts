/**
 * Registers an op of two forms. Fused, few kernels make its value and others all its gradients at once, which cannot be
 * differentiated again; composed of closed ops it can, and that form runs where a gradient will be differentiated, and
 * wherever the references run. It refuses to know any op's mathematics.
 */
import { isTaped, isTapedTwice } from '../gpu/tape.ts';
import * as tf from '../gpu/tf.ts';
import { runsFused } from './mode.ts';

/** An op's inputs by name; those that are undefined are left out. */
type Inputs<K extends string> = Readonly<Record<K, tf.Tensor>>;

export interface FusedDefinition<K extends string, O extends K, A extends tf.NamedAttrMap> {
  /** Unique among all kernels of the page. */
  readonly name: string;
  /** Of closed ops, any order. Run in a tidy; must not return an input. */
  readonly composed: (inputs: OpInputs<K, O>, attributes: A) => tf.Tensor;
  /** WGSL. The op's value, then what the gradient needs beside the inputs; nobody else holds them. */
  readonly forward: (inputs: OpInputs<K, O>, attributes: A) => tf.TensorInfo[];
  /** How many tensors `forward` returns. */
  readonly outputs: number;
  /** WGSL. The gradients of the inputs in their shapes, made at once, or only when asked for. */
  readonly gradient: (
    dy: tf.Tensor,
    inputs: OpInputs<K, O>,
    outputs: readonly tf.Tensor[],
    attributes: A,
  ) => Gradients<K, O>;
}

/** K: all names; O: those that may be undefined. */
export type OpInputs<K extends string, O extends K> = Inputs<Exclude<K, O>> & {
  readonly [name in O]?: tf.Tensor | undefined;
};

type Gradient = tf.TensorInfo | (() => tf.Tensor);

type Gradients<K extends string, O extends K> = Readonly<Record<Exclude<K, O>, Gradient>> & {
  readonly [name in O]?: Gradient | undefined;
};

/** The caller disposes the result, or lets a tidy do it. */
export function defineFused<K extends string, O extends K, A extends tf.NamedAttrMap>(
  definition: FusedDefinition<K, O, A>,
): (inputs: OpInputs<K, O>, attributes: A) => tf.Tensor {
  const { composed } = definition;
  const kernelName = `Gyrus${definition.name}`;
  const named = (tensors: readonly tf.Tensor[], names: readonly string[]) =>
    Object.fromEntries(names.map((name, i) => [name, tensors[i]])) as unknown as OpInputs<K, O>;
  tf.registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, attrs }) => {
      const { names, attributes } = attrs as unknown as Told<A>;
      return definition.forward(named(inputs as unknown as tf.Tensor[], names), attributes);
    },
  });
  tf.registerGradient({
    kernelName,
    saveAllInputs: true,
    outputsToSave: Array.from({ length: definition.outputs }, () => true),
    gradFunc: (dys, saved, attrs) => {
      if (isTaped())
        throw new Error(`A gradient of ${definition.name} is to be differentiated, but its fused form has run.`);
      const { names, attributes } = attrs as unknown as Told<A>;
      const inputs = named(saved, names);
      const dy = (Array.isArray(dys) ? dys[0] : dys) as tf.Tensor;
      const made = Object.entries<Gradient | undefined>(
        definition.gradient(dy, inputs, saved.slice(names.length), attributes),
      );
      const gradients = new Map(made.map(([name, gradient]) => [name, gradient && thunkOf(gradient)]));
      // tfjs names the inputs of a list by their places.
      return names.map((name) => gradients.get(name)) as unknown as Record<string, () => tf.Tensor>;
    },
  });
  return (given, attributes) =>
    tf.tidy(() => {
      if (!runsFused() || isTapedTwice()) return composed(given, attributes);
      const inputs = Object.entries<tf.Tensor | undefined>(given).filter(([, tensor]) => tensor);
      const told: Told<A> = { names: inputs.map(([name]) => name), attributes };
      const tensors = inputs.map(([, tensor]) => tensor) as unknown as tf.NamedTensorMap;
      const made = tf.engine().runKernel<tf.Tensor[]>(kernelName, tensors, told as unknown as tf.NamedAttrMap);
      return [made].flat()[0] as tf.Tensor;
    });
}

/** What a few dispatches made together is a tensor at once, not in the thunk: the tape disposes what a thunk makes beside. */
function thunkOf(gradient: Gradient): () => tf.Tensor {
  if (typeof gradient === 'function') return gradient;
  const tensor = tf.engine().makeTensorFromTensorInfo(gradient);
  return () => tensor;
}

/** tfjs hands attributes on as they are. */
interface Told<A> {
  readonly names: readonly string[];
  readonly attributes: A;
}
