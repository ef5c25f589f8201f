/** What a convolution variant is given and gives back. */
import type { Program } from '../../gpu/dispatch.ts';
import type { Fusions } from './convParts.ts';

/**
 * A picture convolved to [count,height,width,to]: from [count,height,width,from], zero-padded, for stride 1; from
 * [count,2*height+1,2*width+1,from], without padding, for stride 2.
 */
export interface ConvShape {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly stride: 1 | 2;
  readonly kernel: number;
  readonly from: number;
  readonly to: number;
}

/** [count,height,width,from] to [count,2*height+1,2*width+1,to] by a 3x3 filter: stride 2, transposed. */
export type UpShape = Omit<ConvShape, 'stride' | 'kernel'>;

export type ConvTask = ConvShape & { readonly fusions: Fusions };
export type UpTask = UpShape & { readonly fusions: Fusions };

/** A filter gradient, and what is done beside it. */
export interface FilterTask extends ConvShape {
  /** Which of both is multiplied by [N,its channels]: x (the larger one, where the stride is 2), dy or none. */
  readonly scales: 'none' | 'x' | 'dy';
  /** Whether [k,k,to,from] is written rather than [k,k,from,to]. */
  readonly isExchanged: boolean;
}

/** A variant made for a shape. */
export interface Chosen {
  readonly program: Program;
  readonly workgroups: [number, number, number];
}

/** What it reads: its size, and the zeros around it. */
export function inputOf({ height, width, stride, kernel }: Omit<ConvShape, 'count'>): {
  readonly height: number;
  readonly width: number;
  readonly pad: number;
} {
  if (stride === 1) return { height, width, pad: (kernel - 1) / 2 };
  return { height: 2 * height + 1, width: 2 * width + 1, pad: 0 };
}
