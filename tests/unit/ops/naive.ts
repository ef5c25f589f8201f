/** Plain loops that the ops' references are held against; written for reading, not for speed. */

export type Shape4 = readonly [number, number, number, number];

/** x [N,H,W,I], filter [k,k,I,O] -> [N,H,W,O], zero padding 'same'. */
export function naiveConv2d(
  x: ArrayLike<number>,
  [n, h, w, i]: Shape4,
  filter: ArrayLike<number>,
  k: number,
  o: number,
) {
  const y = new Float64Array(n * h * w * o);
  const pad = (k - 1) / 2;
  for (let b = 0; b < n; b++)
    for (let r = 0; r < h; r++)
      for (let c = 0; c < w; c++)
        for (let ky = 0; ky < k; ky++)
          for (let kx = 0; kx < k; kx++) {
            const rr = r + ky - pad;
            const cc = c + kx - pad;
            if (rr < 0 || rr >= h || cc < 0 || cc >= w) continue;
            for (let ci = 0; ci < i; ci++)
              for (let co = 0; co < o; co++)
                y[((b * h + r) * w + c) * o + co] =
                  (y[((b * h + r) * w + c) * o + co] as number) +
                  (x[((b * h + rr) * w + cc) * i + ci] as number) *
                    (filter[((ky * k + kx) * i + ci) * o + co] as number);
          }
  return y;
}

/** x [H,W] -> [2H,2W]: insert zeros, pad (L/2, L/2 - 1), convolve with the outer product of taps, times 4. */
export function naiveUpsample(x: ArrayLike<number>, h: number, w: number, taps: readonly number[]) {
  const y = new Float64Array(4 * h * w);
  const total = taps.reduce((a, b) => a + b) ** 2 / 4;
  const before = taps.length / 2;
  for (let r = 0; r < 2 * h; r++)
    for (let c = 0; c < 2 * w; c++)
      taps.forEach((a, ty) => {
        taps.forEach((b, tx) => {
          const rr = r + ty - before;
          const cc = c + tx - before;
          if (rr < 0 || rr >= 2 * h || cc < 0 || cc >= 2 * w || rr % 2 || cc % 2) return;
          y[r * 2 * w + c] = (y[r * 2 * w + c] as number) + (a * b * (x[(rr / 2) * w + cc / 2] as number)) / total;
        });
      });
  return y;
}

/** x [H,W] -> [H/2,W/2]: pad (L/2 - 1) on both sides, convolve, keep the even samples. */
export function naiveDownsample(x: ArrayLike<number>, h: number, w: number, taps: readonly number[]) {
  const y = new Float64Array((h * w) / 4);
  const total = taps.reduce((a, b) => a + b) ** 2;
  const pad = taps.length / 2 - 1;
  for (let r = 0; r < h / 2; r++)
    for (let c = 0; c < w / 2; c++)
      taps.forEach((a, ty) => {
        taps.forEach((b, tx) => {
          const rr = 2 * r + ty - pad;
          const cc = 2 * c + tx - pad;
          if (rr < 0 || rr >= h || cc < 0 || cc >= w) return;
          y[(r * w) / 2 + c] = (y[(r * w) / 2 + c] as number) + (a * b * (x[rr * w + cc] as number)) / total;
        });
      });
  return y;
}

/** x [N,H,W,I], filter [3,3,I,O] -> [N,(H-1)/2,(W-1)/2,O]: the plain definition, stride 2 and no padding. */
export function naiveConvDown(x: ArrayLike<number>, [n, h, w, i]: Shape4, filter: ArrayLike<number>, o: number) {
  const [rows, columns] = [(h - 1) / 2, (w - 1) / 2];
  const y = new Float64Array(n * rows * columns * o);
  eachTap(n, rows, columns, (b, r, c, ky, kx) => {
    for (let ci = 0; ci < i; ci++)
      for (let co = 0; co < o; co++) {
        const at = ((b * rows + r) * columns + c) * o + co;
        const value = x[((b * h + 2 * r + ky) * w + 2 * c + kx) * i + ci] as number;
        y[at] = (y[at] as number) + value * (filter[((ky * 3 + kx) * i + ci) * o + co] as number);
      }
  });
  return y;
}

/** x [N,H,W,I], filter [3,3,I,O] -> [N,2H+1,2W+1,O]: each pixel adds its 3x3 patch. */
export function naiveConvUp(x: ArrayLike<number>, [n, h, w, i]: Shape4, filter: ArrayLike<number>, o: number) {
  const [rows, columns] = [2 * h + 1, 2 * w + 1];
  const y = new Float64Array(n * rows * columns * o);
  eachTap(n, h, w, (b, r, c, ky, kx) => {
    for (let ci = 0; ci < i; ci++)
      for (let co = 0; co < o; co++) {
        const at = ((b * rows + 2 * r + ky) * columns + 2 * c + kx) * o + co;
        const value = x[((b * h + r) * w + c) * i + ci] as number;
        y[at] = (y[at] as number) + value * (filter[((ky * 3 + kx) * i + ci) * o + co] as number);
      }
  });
  return y;
}

function eachTap(
  n: number,
  h: number,
  w: number,
  f: (b: number, r: number, c: number, ky: number, kx: number) => void,
) {
  for (let b = 0; b < n; b++)
    for (let r = 0; r < h; r++)
      for (let c = 0; c < w; c++) for (let ky = 0; ky < 3; ky++) for (let kx = 0; kx < 3; kx++) f(b, r, c, ky, kx);
}

/** x [H,W] padded by zeros, under the outer product of [1,3,3,1]/8, times gain. */
export function naiveBlur(x: ArrayLike<number>, h: number, w: number, pad: number, gain: number) {
  const taps = [1, 3, 3, 1];
  const grown = 2 * pad - 3;
  const y = new Float64Array((h + grown) * (w + grown));
  y.forEach((_, at) => {
    const r = Math.floor(at / (w + grown)) - pad;
    const c = (at % (w + grown)) - pad;
    for (let ty = 0; ty < 4; ty++)
      for (let tx = 0; tx < 4; tx++) {
        if (r + ty < 0 || r + ty >= h || c + tx < 0 || c + tx >= w) continue;
        const tap = (gain * (taps[ty] as number) * (taps[tx] as number)) / 64;
        y[at] = (y[at] as number) + tap * (x[(r + ty) * w + c + tx] as number);
      }
  });
  return y;
}
