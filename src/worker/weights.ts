/** Between networks on the GPU and the weights zip: gathers what a download holds, and restores what a zip brings. */
import type { NetworkName, Networks } from '../export/weights.ts';
import type { NamedTensor } from '../format/safetensors.ts';
import { architectureOf } from '../model/architectures.ts';
import { generatorSpecs } from '../model/generator.ts';
import { blockResolutions, type NetworkShape } from '../model/networkShape.ts';
import { type ParamStore, paramsOf, readParams } from '../model/paramStore.ts';
import { FailureError } from '../protocol/failure.ts';
import { constantNoise } from '../sampling/constantNoise.ts';
import type { TrainState } from '../training/trainState.ts';

const BUFFER_SUFFIX = '.noise_const';

/** G, D and GEma with the generators' constant noise planes, read back from the GPU. */
export async function gatherNetworks(state: TrainState, seed: number): Promise<Networks> {
  const noise = noisePlanes(state.shape, seed);
  return {
    G: new Map([...(await readParams(state.G)), ...noise]),
    D: await readParams(state.D),
    GEma: new Map([...(await readParams(state.GEma)), ...noise]),
  };
}

/** `synthesis.b16.conv0.noise_const` [16,16] and so on: with them a seed is the same picture in PyTorch. */
function noisePlanes(shape: NetworkShape, seed: number): Map<string, NamedTensor> {
  const planes = new Map<string, NamedTensor>();
  const { noiselessLayers } = architectureOf(shape);
  blockResolutions(shape.resolution).forEach((side, block) => {
    for (const half of [0, 1].filter((which) => !noiselessLayers.includes(2 * block + which)))
      planes.set(`synthesis.b${side}.conv${half}${BUFFER_SUFFIX}`, {
        shape: [side, side],
        data: constantNoise(seed, 2 * block + half, side),
      });
  });
  return planes;
}

/** The parameters of one network from a file's tensors. Throws FailureError 'bad-weights'. Caller disposes. */
export function restoreParams(networks: Networks, name: NetworkName, shape: NetworkShape): ParamStore {
  const specs = name === 'D' ? architectureOf(shape).criticSpecs(shape) : generatorSpecs(shape);
  const tensors = networks[name];
  for (const spec of specs) {
    const found = tensors.get(spec.name);
    if (!found) throw badWeights(`it has no tensor "${name}.${spec.name}", which its settings need`);
    if (found.shape.join() !== spec.shape.join())
      throw badWeights(
        `its "${name}.${spec.name}" has the shape [${found.shape}], but its settings need [${spec.shape}]`,
      );
  }
  return paramsOf(specs, ({ name }) => (tensors.get(name) as NamedTensor).data);
}

function badWeights(reason: string): FailureError {
  return new FailureError(
    'bad-weights',
    `The weights cannot be used: ${reason}. Choose a zip that "Download weights" wrote.`,
  );
}
