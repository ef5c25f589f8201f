/**
 * Features on a plane by t-SNE, exact, from their principal plane on, so that nothing is random. Near points were near; sizes
 * of groups and distances between them mean nothing. Its cost grows with the square of the count: 2,000 vectors take seconds.
 * Van der Maaten and Hinton 2008; start and rate by Kobak and Berens 2019 and Belkina et al. 2019.
 */
import { eachDistances } from './distances.ts';
import type { Features } from './features.ts';
import { principalPlane } from './pca.ts';

/** How many neighbours count, about; fewer where there are few vectors. */
const PERPLEXITY = 30;
const VECTORS_A_NEIGHBOUR = 3;
const ROUNDS = 750;
/** At first neighbours pull so many times as hard, and the momentum is low. */
const EXAGGERATION = 12;
const EARLY_ROUNDS = 250;
const EARLY_MOMENTUM = 0.5;
const MOMENTUM = 0.8;
/** Deviation of the start along its longer axis: so small that forces shape everything. */
const START = 1e-4;
const LEAST_RATE = 50;
/** The gradient's factor of 4 is part of the rate's usual definition. */
const GRADIENT_FACTOR = 4;
/** Jacobs 1988, as in the authors' code: a step that keeps its direction grows, one that turns shrinks. */
const GAIN_UP = 0.2;
const GAIN_DOWN = 0.8;
const LEAST_GAIN = 0.01;
/** Rounds of the search for a vector's bandwidth, and how near the entropy must come. */
const BANDWIDTH_ROUNDS = 64;
const ENTROPY_SLACK = 1e-5;

/** [count, 2], row by row. Throws RangeError below 3 vectors. */
export function tsnePlane(features: Features, progress: (done: number, of: number) => void = () => {}): Float64Array {
  const { count } = features;
  if (count <= 2) throw new RangeError(`A map needs at least 3 pictures, but there are ${count}: give more.`);
  const pulls = neighbourhoodShares(features, Math.min(PERPLEXITY, (count - 1) / VECTORS_A_NEIGHBOUR));
  const plane = startOf(features);
  const speed = new Float64Array(2 * count);
  const gains = new Float64Array(2 * count).fill(1);
  const rate = Math.max(count / EXAGGERATION / GRADIENT_FACTOR, LEAST_RATE);
  for (let round = 0; round < ROUNDS; round++) {
    const isEarly = round < EARLY_ROUNDS;
    const gradient = gradientOf(plane, pulls, isEarly ? EXAGGERATION : 1);
    const momentum = isEarly ? EARLY_MOMENTUM : MOMENTUM;
    for (let at = 0; at < plane.length; at++) {
      const slope = gradient[at] as number;
      const before = speed[at] as number;
      const turned = slope * before >= 0;
      const gain = Math.max(LEAST_GAIN, turned ? (gains[at] as number) * GAIN_DOWN : (gains[at] as number) + GAIN_UP);
      gains[at] = gain;
      speed[at] = momentum * before - rate * gain * slope;
      plane[at] = (plane[at] as number) + (speed[at] as number);
    }
    progress(round + 1, ROUNDS);
  }
  return plane;
}

function startOf(features: Features): Float64Array {
  const plane = principalPlane(features);
  let squares = 0;
  for (let at = 0; at < plane.length; at += 2) squares += (plane[at] as number) ** 2;
  const deviation = Math.sqrt(squares / features.count) || 1;
  return plane.map((value) => (value / deviation) * START);
}

/**
 * For each pair i < j, row by row, the mean of the two shares that one has of the other's neighbourhood, over the count: all
 * pairs in both orders sum to 1.
 */
function neighbourhoodShares(features: Features, perplexity: number): Float32Array {
  const { count } = features;
  const shares = new Float32Array((count * (count - 1)) / 2);
  const entropy = Math.log(perplexity);
  eachDistances(features, features, (i, squared) => {
    const own = sharesOf(squared, i, entropy);
    for (let j = 0; j < count; j++) {
      if (j === i) continue;
      const at = pairAt(Math.min(i, j), Math.max(i, j), count);
      shares[at] = (shares[at] as number) + (own[j] as number) / (2 * count);
    }
  });
  return shares;
}

/** Where the pair of i < j lies. */
const pairAt = (i: number, j: number, count: number) => (i * (2 * count - i - 1)) / 2 + j - i - 1;

/** Gaussian shares of the others of vector i, of the bandwidth that gives them this entropy. */
function sharesOf(squared: Float64Array, i: number, entropy: number): Float64Array {
  const shares = new Float64Array(squared.length);
  let nearest = Number.POSITIVE_INFINITY;
  for (let j = 0; j < squared.length; j++) if (j !== i) nearest = Math.min(nearest, squared[j] as number);
  let [low, high, precision] = [0, Number.POSITIVE_INFINITY, 1];
  for (let round = 0; round < BANDWIDTH_ROUNDS; round++) {
    let sum = 0;
    let weighted = 0;
    for (let j = 0; j < squared.length; j++) {
      const beyond = (squared[j] as number) - nearest;
      const share = j === i ? 0 : Math.exp(-precision * beyond);
      shares[j] = share;
      sum += share;
      weighted += share * beyond;
    }
    for (let j = 0; j < shares.length; j++) shares[j] = (shares[j] as number) / sum;
    const surplus = Math.log(sum) + (precision * weighted) / sum - entropy;
    if (Math.abs(surplus) < ENTROPY_SLACK) break;
    if (surplus > 0) low = precision;
    else high = precision;
    precision = high === Number.POSITIVE_INFINITY ? 2 * precision : (low + high) / 2;
  }
  return shares;
}

/** Of the divergence between the shares and those on the plane. */
function gradientOf(plane: Float64Array, pulls: Float32Array, exaggeration: number): Float64Array {
  const count = plane.length / 2;
  const pull = new Float64Array(plane.length);
  const push = new Float64Array(plane.length);
  let total = 0;
  for (let i = 0, at = 0; i < count; i++) {
    const x = plane[2 * i] as number;
    const y = plane[2 * i + 1] as number;
    let [pullX, pullY, pushX, pushY] = [0, 0, 0, 0];
    for (let j = i + 1; j < count; j++, at++) {
      const dx = x - (plane[2 * j] as number);
      const dy = y - (plane[2 * j + 1] as number);
      const near = 1 / (1 + dx * dx + dy * dy);
      total += near;
      const pulled = (pulls[at] as number) * near;
      const pushed = near * near;
      pullX += pulled * dx;
      pullY += pulled * dy;
      pushX += pushed * dx;
      pushY += pushed * dy;
      pull[2 * j] = (pull[2 * j] as number) - pulled * dx;
      pull[2 * j + 1] = (pull[2 * j + 1] as number) - pulled * dy;
      push[2 * j] = (push[2 * j] as number) - pushed * dx;
      push[2 * j + 1] = (push[2 * j + 1] as number) - pushed * dy;
    }
    pull[2 * i] = (pull[2 * i] as number) + pullX;
    pull[2 * i + 1] = (pull[2 * i + 1] as number) + pullY;
    push[2 * i] = (push[2 * i] as number) + pushX;
    push[2 * i + 1] = (push[2 * i + 1] as number) + pushY;
  }
  return pull.map((value, at) => GRADIENT_FACTOR * (exaggeration * value - (push[at] as number) / (2 * total)));
}
