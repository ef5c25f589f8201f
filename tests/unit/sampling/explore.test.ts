/** Pictures of mixed, moved and wandering styles: their ends are the pictures of the seeds themselves. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NetworkArch } from '../../../src/model/networkShape.ts';
import { layerCount } from '../../../src/model/networkShape.ts';
import { principalDirections } from '../../../src/sampling/directions.ts';
import { mixedStyles } from '../../../src/sampling/mixStyles.ts';
import { type Painter, paintStyles } from '../../../src/sampling/paintStyles.ts';
import { sample } from '../../../src/sampling/sample.ts';
import { latentsOf, stylesOf } from '../../../src/sampling/styles.ts';
import { sphericalWalk, straightWalk } from '../../../src/sampling/walk.ts';
import { createTrainState, disposeTrainState, type TrainState } from '../../../src/training/trainState.ts';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { moveConstants } from '../../support/parity/cases.ts';
import { tinyConfig } from '../../support/tinyRun.ts';

beforeAll(useCpuBackend);

const RESOLUTION = 8;
const AREA = RESOLUTION * RESOLUTION;
const LAYERS = layerCount(RESOLUTION);

describe.each(['stylegan', 'stylegan2', 'msg'] as const)('%s', (arch: NetworkArch) => {
  let state: TrainState;
  let painter: Painter;
  beforeAll(() => {
    state = createTrainState(tinyConfig({ arch, resolution: RESOLUTION, wDim: 16, seed: 11 }), 0);
    moveConstants(state);
    painter = { params: state.GEma, shape: state.shape, resolution: RESOLUTION, alpha: 1, noiseSeed: 11 };
  });
  afterAll(() => disposeTrainState(state));

  const stylesOfSeeds = (...seeds: number[]) =>
    stylesOf({ ...painter, psi: 0.7 }, latentsOf(seeds, painter.shape.zDim));
  const pictureOf = async (seed: number) => [...(await sample({ ...painter, seeds: [seed], psi: 0.7 }))];
  const same = (w: Float32Array) => Array.from({ length: LAYERS }, () => w);
  const painted = (ws: readonly Float32Array[], seeds: readonly number[]) =>
    paintStyles(painter, ws, { kind: 'constant', seeds });

  it('a mix of no layers is the row, of all layers the column, of some neither', async () => {
    const { wDim } = painter.shape;
    const [row, column] = [await stylesOfSeeds(3), await stylesOfSeeds(4)];
    const mixed = async (from: number, to: number) => [
      ...(await painted(mixedStyles(row, column, wDim, LAYERS, { from, to }), [3])),
    ];
    const [ofRow, ofColumn] = [await pictureOf(3), await pictureOf(4)];
    expect(ofRow).not.toEqual(ofColumn);
    expect(await mixed(2, 2)).toEqual(ofRow);
    expect(await mixed(0, LAYERS)).toEqual(ofColumn);
    const some = await mixed(0, 2);
    expect(some).not.toEqual(ofRow);
    expect(some).not.toEqual(ofColumn);
  });

  it('a walk begins and ends with the pictures of its seeds', async () => {
    const { wDim, zDim } = painter.shape;
    const w = await stylesOfSeeds(3, 4);
    const straight = await painted(same(straightWalk(w.subarray(0, wDim), w.subarray(wDim), 3)), [3, 3, 3]);
    const z = latentsOf([3, 4], zDim);
    const turned = await stylesOf({ ...painter, psi: 0.7 }, sphericalWalk(z.subarray(0, zDim), z.subarray(zDim), 3));
    const spherical = await painted(same(turned), [3, 3, 3]);
    for (const walk of [straight, spherical]) {
      expect([...walk.subarray(0, AREA)]).toEqual(await pictureOf(3));
      expect([...walk.subarray(2 * AREA)]).toEqual(await pictureOf(4));
    }
    expect([...straight.subarray(AREA, 2 * AREA)]).not.toEqual([...straight.subarray(0, AREA)]);
  });

  it('psi 0 paints the mean of w itself', async () => {
    const wAvg = (await state.GEma.get('mapping.w_avg')?.data()) as Float32Array;
    const mean = await painted(same(Float32Array.from(wAvg)), [3]);
    expect([...(await sample({ ...painter, seeds: [3], psi: 0 }))]).toEqual([...mean]);
  });

  it('noise is the run’s, the picture’s own and the same again, or none', async () => {
    const drawn = async (noise: 'constant' | 'random' | 'none', noiseSeed = 11) => [
      ...(await sample({ ...painter, noiseSeed, seeds: [3, 5], psi: 1, noise })),
    ];
    expect(await drawn('random')).toEqual(await drawn('random', 12));
    expect(await drawn('none')).toEqual(await drawn('none', 12));
    expect(await drawn('constant')).not.toEqual(await drawn('constant', 12));
    expect(await drawn('random')).not.toEqual(await drawn('none'));
    const alone = [...(await sample({ ...painter, seeds: [5], psi: 1, noise: 'random' }))];
    expect((await drawn('random')).slice(AREA)).toEqual(alone);
  });

  it('its first direction moves styles at least as much as any other', async () => {
    const { vectors, shares } = await principalDirections(state.GEma, painter.shape, RESOLUTION, 6);
    expect(vectors.map((vector) => vector.length)).toEqual(Array(6).fill(painter.shape.wDim));
    expect([...shares].sort((a, b) => b - a)).toEqual(shares);
    const stretch = (direction: Float32Array) => stretched(state, direction);
    const expected = await stretch(vectors[0] as Float32Array<ArrayBuffer>);
    const unit = Float32Array.from({ length: painter.shape.wDim }, (_, i) => (i === 0 ? 1 : 0));
    expect(await stretch(unit)).toBeLessThan(expected);
    expect(await stretch(vectors[5] as Float32Array<ArrayBuffer>)).toBeLessThanOrEqual(expected);
  });
});

/** Sum of squares of a step's effect on all convolutions' styles, each weight column scaled to length 1. */
async function stretched({ GEma }: TrainState, direction: Float32Array): Promise<number> {
  let sum = 0;
  for (const [name, weight] of GEma) {
    if (!/^synthesis\.b\d+\.conv\d\.affine\.weight$/.test(name)) continue;
    const values = (await weight.data()) as Float32Array;
    const outputs = weight.shape[1] as number;
    for (let o = 0; o < outputs; o++) {
      const column = Array.from(direction, (_, i) => values[i * outputs + o] as number);
      const along = column.reduce((total, value, i) => total + value * (direction[i] as number), 0);
      sum += (along / Math.hypot(...column)) ** 2;
    }
  }
  return sum;
}
