/** What a mean of terms is made of. Types only. */

/** 'unit gap': (sqrt(t) - 1)^2. */
export type Curve = 'linear' | 'relu' | 'softplus' | 'square' | 'unit gap' | 'sign';

/** weight * curve(first * a + second * b + constant) of the pair (a, b). */
export interface Term {
  readonly curve: Curve;
  readonly weight: number;
  readonly first: number;
  readonly second?: number;
  readonly constant?: number;
}
