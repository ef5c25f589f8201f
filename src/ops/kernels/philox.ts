/**
 * Philox4x32-10 and Box-Muller in WGSL, the twin of random/philox.ts and random/draws.ts: the same bits on every adapter;
 * normals by our own polynomials (Cephes's single precision ones). It refuses to be a kernel: it goes into kernels whose
 * uniform block `settings` has seed, stream, stepLow and stepHigh.
 */
import { u32, type Word } from '../../gpu/dispatch.ts';
import { atThisMoment, type Live } from '../../gpu/live.ts';

/** One more than the largest 32-bit word. */
const WORD_COUNT = 2 ** 32;

/** stepLow and stepHigh of a step in 0..2^53-1. Live also where the step is not: no buffer is to be kept for each step. */
export function stepWords(step: Live): [Word, Word] {
  return [u32(() => atThisMoment(step) % WORD_COUNT), u32(() => Math.floor(atThisMoment(step) / WORD_COUNT))];
}

export const PHILOX = `
/// The upper word of a 64-bit product, by halves of 16 bits.
fn high(a: u32, b: u32) -> u32 {
  let low = (a & 0xffffu) * (b & 0xffffu);
  let left = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
  let right = (a & 0xffffu) * (b >> 16u) + (left & 0xffffu);
  return (a >> 16u) * (b >> 16u) + (left >> 16u) + (right >> 16u);
}

fn philox(block: u32) -> vec4u { return philoxOfStep(block, settings.stepLow); }

/// Of another step with the same upper word.
fn philoxOfStep(block: u32, stepLow: u32) -> vec4u {
  var x = vec4u(block, 0u, stepLow, settings.stepHigh);
  var key = vec2u(settings.seed, settings.stream);
  for (var round = 0u; round < 10u; round++) {
    x = vec4u(
      high(0xcd9e8d57u, x.z) ^ x.y ^ key.x, 0xcd9e8d57u * x.z,
      high(0xd2511f53u, x.x) ^ x.w ^ key.y, 0xd2511f53u * x.x);
    key += vec2u(0x9e3779b9u, 0xbb67ae85u);
  }
  return x;
}

/// ln of m * 2^-24 for m in 1..2^24: the mantissa brought to [sqrt(1/2), sqrt(2)), then Cephes's logf.
fn lnOfUnit(m: u32) -> f32 {
  let bits = bitcast<u32>(f32(m));
  var exponent = i32(bits >> 23u) - 127 - 24;
  var mantissa = bitcast<f32>((bits & 0x7fffffu) | 0x3f800000u);
  if (mantissa > 1.41421356) { mantissa *= 0.5; exponent += 1; }
  let t = mantissa - 1.0;
  let z = t * t;
  var p = 7.0376836292e-2;
  p = p * t - 1.1514610310e-1;
  p = p * t + 1.1676998740e-1;
  p = p * t - 1.2420140846e-1;
  p = p * t + 1.4249322787e-1;
  p = p * t - 1.6668057665e-1;
  p = p * t + 2.0000714765e-1;
  p = p * t - 2.4999993993e-1;
  p = p * t + 3.3333331174e-1;
  let e = f32(exponent);
  return (t + (p * t * z - 2.12194440e-4 * e - 0.5 * z)) + 0.693359375 * e;
}

/// cos and sin of a + quarter quarters of a turn, a within an eighth of a turn: Cephes's cosf and sinf.
fn quarterTurn(a: f32, quarter: u32) -> vec2f {
  let z = a * a;
  let s = ((-1.9515295891e-4 * z + 8.3321608736e-3) * z - 1.6666654611e-1) * z * a + a;
  let c = ((2.443315711809948e-5 * z - 1.388731625493765e-3) * z + 4.166664568298827e-2) * z * z - 0.5 * z + 1.0;
  switch (quarter & 3u) {
    case 0u: { return vec2f(c, s); }
    case 1u: { return vec2f(-s, c); }
    case 2u: { return vec2f(-c, -s); }
    default: { return vec2f(s, -c); }
  }
}

/// cos and sin of 2 pi k * 2^-24: the nearest quarter turn is split off exactly.
fn turn(k: u32) -> vec2f {
  let quarter = (k + 0x200000u) >> 22u;
  return quarterTurn(f32(i32(k) - i32(quarter << 22u)) * 3.7450703e-7, quarter);
}

fn pair(a: u32, b: u32) -> vec2f {
  return sqrt(-2.0 * lnOfUnit((a >> 8u) + 1u)) * turn(b >> 8u);
}
`;
