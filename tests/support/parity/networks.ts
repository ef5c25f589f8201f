/**
 * Whole networks and every phase's loss, with its gradients in the weights, beside PyTorch's: from the real phases, on the
 * active backend. tests/golden/parity.py has the other side.
 */
import * as tf from '../../../src/gpu/tf.ts';
import { architectureOf } from '../../../src/model/architectures.ts';
import type { Labels } from '../../../src/model/labels.ts';
import { pyramidOf } from '../../../src/model/pictures.ts';
import type { TrainConfig } from '../../../src/protocol/trainConfig.ts';
import { STREAM } from '../../../src/random/streams.ts';
import { lossAndGradients } from '../../../src/training/gradients.ts';
import {
  criticOf,
  discriminatorLoss,
  discriminatorPenalty,
  drawFakes,
  generatorLoss,
  type PhaseInputs,
  pathPenalty,
} from '../../../src/training/phaseLosses.ts';
import { createTrainState, disposeTrainState, type TrainState } from '../../../src/training/trainState.ts';
import expected from '../../golden/expected/networks.json' with { type: 'json' };
import {
  classesOfSlices,
  configOfCase,
  drawnClasses,
  labelRows,
  madeUpSlices,
  moveConstants,
  NETWORK_CASES,
} from './cases.ts';
import { type Difference, differences, type Expected } from './expected.ts';

const DRAW = 3;
const PATH_MEAN = 0.3;
const LABEL_STRENGTH = 0.5;

interface PhaseCase {
  readonly net: 'G' | 'D';
  readonly loss: (inputs: PhaseInputs) => tf.Scalar;
  readonly fields: Partial<TrainConfig>;
}

const PHASES: Readonly<Record<string, PhaseCase>> = {
  'G logistic': { net: 'G', loss: generatorLoss, fields: { loss: 'logistic' } },
  'G relativistic': { net: 'G', loss: generatorLoss, fields: { loss: 'relativistic' } },
  'path length': { net: 'G', loss: pathPenalty, fields: { plWeight: 2 } },
  'D hinge': { net: 'D', loss: discriminatorLoss, fields: { loss: 'hinge' } },
  'D wgan with drift': { net: 'D', loss: discriminatorLoss, fields: { loss: 'wgan-gp', wganDrift: 0.1 } },
  R1: { net: 'D', loss: discriminatorPenalty, fields: { r1Gamma: 3 } },
  R2: { net: 'D', loss: discriminatorPenalty, fields: { r2Gamma: 3 } },
  'gradient penalty': { net: 'D', loss: discriminatorPenalty, fields: { gpWeight: 10 } },
};

/** Of the case of tests/golden/cases.json called `name`. */
export async function networkDifferences(name: string): Promise<readonly Difference[]> {
  const chosen = NETWORK_CASES[name];
  const theirs = (expected as Readonly<Record<string, Expected>>)[name];
  if (!chosen || !theirs) throw new Error(`No network case is called ${name}.`);
  const config = configOfCase(chosen);
  const state = createTrainState(config, chosen.classes);
  moveConstants(state);
  const results = new Map<string, tf.Tensor>();
  const inputs = inputsOfCase(config, state, chosen, results);
  tf.tidy(() => {
    const keep = (what: string, tensor: tf.Tensor) => results.set(what, tf.keep(tf.clone(tensor)));
    const { pictures, w } = drawFakes(inputs, 'D');
    keep('w', w);
    keep('logits of reals', criticOf(inputs, inputs.realLabels, 'real')(inputs.reals));
    keep('logits of fakes', criticOf(inputs, inputs.fakeLabels, 'fake')(pictures));
    for (const [scale, picture] of pictures.entries()) keep(`pictures ${scale}`, picture);
    for (const [phase, { net, loss, fields }] of Object.entries(PHASES)) {
      if (phase === 'path length' && config.arch === 'stylegan') continue;
      const { value, gradients } = lossAndGradients(state[net], () =>
        loss({ ...inputs, fakes: pictures, config: { ...config, ...fields } }),
      );
      keep(phase, value);
      for (const [parameter, gradient] of gradients) keep(`${phase} d ${parameter}`, gradient);
    }
  });
  const found = await differences(theirs, results);
  tf.dispose([...results.values(), ...tensorsOf(inputs)]);
  disposeTrainState(state);
  return found;
}

function inputsOfCase(
  config: TrainConfig,
  state: TrainState,
  { classes, alpha }: { readonly classes: number; readonly alpha: number },
  results: Map<string, tf.Tensor>,
): PhaseInputs {
  const { shape, G, D } = state;
  const { resolution, channels, seed } = config;
  const count = config.batch as number;
  const labels = (known: () => Uint32Array): Labels | undefined => {
    const rows = classes > 0 ? labelRows(known(), classes) : undefined;
    return rows && { oneHot: rows, strength: tf.scalar(LABEL_STRENGTH) };
  };
  const realLabels = labels(() => classesOfSlices(0, count, classes));
  const fakeLabels = labels(() => drawnClasses(seed, STREAM.label, DRAW, count, classes));
  return {
    config,
    shape,
    G,
    D,
    draw: DRAW,
    resolution,
    ...(alpha < 1 ? { alpha: tf.scalar(alpha) } : {}),
    reals: pyramidOf(madeUpSlices(channels, 0, count, resolution), architectureOf(shape).scales(shape, resolution)),
    ...(realLabels ? { realLabels } : {}),
    ...(fakeLabels ? { fakeLabels } : {}),
    pathMean: tf.scalar(PATH_MEAN),
    report: () => undefined,
    reportReal: () => undefined,
    reportStyles: () => undefined,
    reportPathMean: (mean) => results.set('path length mean', tf.keep(tf.clone(mean))),
  };
}

function tensorsOf({ alpha, reals, realLabels, fakeLabels, pathMean }: PhaseInputs): tf.Tensor[] {
  const labels = [realLabels, fakeLabels].flatMap((told) => (told ? [told.oneHot, told.strength] : []));
  return [alpha, ...reals, ...labels, pathMean].filter((tensor) => tensor !== undefined);
}
