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
