/** What a convolution variant is given and gives back. */
import type { Program } from '../../gpu/dispatch.ts';

/** x [count,height,width,from] convolved to [count,height,width,to]. */
export interface ConvShape {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly kernel: number;
  readonly from: number;
  readonly to: number;
}

/** A variant made for a shape. */
export interface Chosen {
  readonly program: Program;
  readonly workgroups: [number, number, number];
}
