/**
 * The synthesis network of `stylegan2` and `msg`: a learned constant, modulated convolutions, and a picture at each
 * resolution. stylegan2 adds them up from coarse to fine; msg hands out each of its scales as it is. It refuses to grow.
 * @see Karras 2020, figures 2d and 7; Karnewar and Wang 2020, section 2
 */
import * as tf from '../../gpu/tf.ts';
import { affineStyles } from '../affine.ts';
import type { SynthesisInputs } from '../architecture.ts';
import { learnedConstant } from '../learnedConstant.ts';
import { blockResolutions, CONSTANT_SIDE, featureMaps, type NetworkShape } from '../networkShape.ts';
import type { ParamSpec, ParamStore } from '../paramStore.ts';
import type { Pictures } from '../pictures.ts';
import { modulatedLayer, modulatedSpecs, toRgb, toRgbSpecs } from './modulated.ts';
import { pictureScales } from './scales.ts';

export function modulatedSynthesisSpecs(shape: NetworkShape): ParamSpec[] {
  const { wDim } = shape;
  const specs: ParamSpec[] = [
    {
      name: 'synthesis.b4.const',
      shape: [1, CONSTANT_SIDE, CONSTANT_SIDE, featureMaps(shape, CONSTANT_SIDE)],
      init: { kind: 'normal', std: 1 },
    },
  ];
  for (const resolution of blockResolutions(shape.resolution)) {
    const name = `synthesis.b${resolution}`;
    const maps = featureMaps(shape, resolution);
    if (resolution > CONSTANT_SIDE)
      specs.push(...modulatedSpecs(`${name}.conv0`, wDim, featureMaps(shape, resolution / 2), maps));
    specs.push(...modulatedSpecs(`${name}.conv1`, wDim, maps, maps));
    if (paints(shape, resolution)) specs.push(...toRgbSpecs(`${name}.torgb`, wDim, maps, shape.channels));
  }
  return specs;
}

/** stylegan2's picture is a sum over all resolutions; msg paints its scales alone. */
function paints(shape: NetworkShape, resolution: number): boolean {
  return shape.arch !== 'msg' || pictureScales(shape, shape.resolution).includes(resolution);
}

/**
 * ws: one [N,wDim] a convolution and one more for the last toRGB, layerCount(resolution) of them -> pictures. Second order
 * in ws and in the parameters. Caller disposes.
 */
export function modulatedSynthesis(
  params: ParamStore,
  shape: NetworkShape,
  ws: readonly tf.Tensor2D[],
  { resolution, noise }: SynthesisInputs,
): Pictures {
  return tf.tidy(() => {
    let x = learnedConstant(params, shape, ws, resolution); // [N,4,4,C]
    const layers = layersOf(shape, resolution);
    const styled = layers.map(({ name, place }) => ({ name, w: ws[place] as tf.Tensor2D }));
    const styles = affineStyles(params, styled);
    const painted: tf.Tensor4D[] = [];
    for (const [i, { name, side, noiseLayer }] of layers.entries()) {
      const style = styles[i] as tf.Tensor2D;
      if (noiseLayer !== undefined) {
        x = modulatedLayer(params, name, x, style, noise(noiseLayer, side), x.shape[1] < side);
        continue;
      }
      // The skip connections: each picture doubled on to the next.
      const coarser = shape.arch === 'msg' ? undefined : painted.pop();
      painted.push(toRgb(params, name, x, style, coarser));
    }
    return painted;
  });
}

interface Layer {
  readonly name: string;
  /** Of its result. */
  readonly side: number;
  /** Which of the ws is its. */
  readonly place: number;
  /** As NoiseOf counts them; a toRGB takes none. */
  readonly noiseLayer?: number;
}

/** In the order in which they run. */
function layersOf(shape: NetworkShape, resolution: number): Layer[] {
  const layers: Layer[] = [];
  let place = 0;
  for (const side of blockResolutions(resolution)) {
    const name = `synthesis.b${side}`;
    const noiseLayer = 2 * Math.log2(side / CONSTANT_SIDE);
    if (side > CONSTANT_SIDE) layers.push({ name: `${name}.conv0`, side, place: place++, noiseLayer });
    layers.push({ name: `${name}.conv1`, side, place: place++, noiseLayer: noiseLayer + 1 });
    // The next resolution's first convolution shares this style. @see Karras 2020, official code: num_ws
    if (paints(shape, side)) layers.push({ name: `${name}.torgb`, side, place });
  }
  return layers;
}
