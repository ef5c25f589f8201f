/** Ways between two vectors: straight, and along the sphere. Pure. */

/** `frames` vectors from `a` to `b`, both included, evenly along the straight line: [frames, length]. frames: 2 or more. */
export function straightWalk(a: Float32Array, b: Float32Array, frames: number): Float32Array<ArrayBuffer> {
  return walk(a, b, frames, (t) => [1 - t, t]);
}

/**
 * The same along the great circle: vectors of one length keep it, and turn evenly. Vectors that point the same way, or
 * opposite ways, are joined straight.
 * @see Shoemake 1985, "Animating rotation with quaternion curves"; White 2016, "Sampling generative networks"
 */
export function sphericalWalk(a: Float32Array, b: Float32Array, frames: number): Float32Array<ArrayBuffer> {
  const angle = angleBetween(a, b);
  const sine = Math.sin(angle);
  if (sine < LEAST_SINE) return straightWalk(a, b, frames);
  return walk(a, b, frames, (t) => [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine]);
}

export type Way = typeof straightWalk;

/**
 * From each of several vectors to the next along `way`, and back to the first where `loop`: `framesBetween` vectors from each
 * on, its own first among them, and then the last one's own. ends: [2 or more, length]. Gives [frames, length].
 */
export function tour(
  ends: Float32Array,
  length: number,
  { framesBetween, loop }: { readonly framesBetween: number; readonly loop: boolean },
  way: Way,
): Float32Array<ArrayBuffer> {
  const count = ends.length / length;
  const end = (place: number) => ends.subarray((place % count) * length, ((place % count) + 1) * length);
  const legs = loop ? count : count - 1;
  const vectors = new Float32Array((legs * framesBetween + (loop ? 0 : 1)) * length);
  for (let leg = 0; leg < legs; leg++) {
    const leading = way(end(leg), end(leg + 1), framesBetween + 1).subarray(0, framesBetween * length);
    vectors.set(leading, leg * framesBetween * length);
  }
  if (!loop) vectors.set(end(legs), legs * framesBetween * length);
  return vectors;
}

/** Below it the circle through both is not told apart from a line in float32. */
const LEAST_SINE = 1e-6;

function walk(
  a: Float32Array,
  b: Float32Array,
  frames: number,
  weightsAt: (t: number) => readonly [ofA: number, ofB: number],
): Float32Array<ArrayBuffer> {
  const vectors = new Float32Array(frames * a.length);
  for (let frame = 0; frame < frames; frame++) {
    const [ofA, ofB] = weightsAt(frame / (frames - 1));
    for (let i = 0; i < a.length; i++) vectors[frame * a.length + i] = ofA * (a[i] as number) + ofB * (b[i] as number);
  }
  // To the bit, whatever the sines round to.
  vectors.set(a, 0);
  vectors.set(b, (frames - 1) * a.length);
  return vectors;
}

/** In radians, 0 to pi. */
function angleBetween(a: Float32Array, b: Float32Array): number {
  const cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  return Math.acos(Math.min(1, Math.max(-1, cosine)));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
