/**
 * A generator as it is at one moment, with parameters of its own: what long work draws with, since the averages move between
 * its parts. It draws nothing.
 */
import { generatorSpecs } from '../model/generator.ts';
import { type ParamSpec, type ParamStore, paramsOf, readParams } from '../model/paramStore.ts';
import type { Drawable } from './drawable.ts';

/** The same drawable with copies of its parameters. The caller disposes of `painter.params`. */
export async function frozenCopy({ painter, from }: Drawable): Promise<Drawable> {
  return { painter: { ...painter, params: await copyOfParams(painter.params, generatorSpecs(painter.shape)) }, from };
}

/** Parameters of their own, with the values that `params` have now. The caller disposes of them. */
export async function copyOfParams(params: ParamStore, specs: readonly ParamSpec[]): Promise<ParamStore> {
  const values = await readParams(params);
  return paramsOf(specs, ({ name }) => {
    const kept = values.get(name);
    if (!kept) throw new Error(`The network has no parameter "${name}" to copy.`);
    return kept.data;
  });
}
