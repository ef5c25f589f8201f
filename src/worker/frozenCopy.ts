/**
 * A generator as it is at one moment, with parameters of its own: what long work draws with, since the averages move between
 * its parts. It draws nothing.
 */
import { generatorSpecs } from '../model/generator.ts';
import type { NetworkShape } from '../model/networkShape.ts';
import { type ParamStore, paramsOf, readParams } from '../model/paramStore.ts';
import type { Drawable } from './drawable.ts';

/** The same drawable with copies of its parameters. The caller disposes of `painter.params`. */
export async function frozenCopy({ painter, from }: Drawable): Promise<Drawable> {
  return { painter: { ...painter, params: await copyOf(painter.params, painter.shape) }, from };
}

async function copyOf(params: ParamStore, shape: NetworkShape): Promise<ParamStore> {
  const values = await readParams(params);
  return paramsOf(generatorSpecs(shape), ({ name }) => {
    const kept = values.get(name);
    if (!kept) throw new Error(`The network has no parameter "${name}" to copy.`);
    return kept.data;
  });
}
