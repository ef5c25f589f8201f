/**
 * All that a timing of the convolutions depends on beside the adapter, as text: other kernels than those that were timed may
 * need other choices. It refuses to run them.
 */
import { NO_FUSIONS } from './convParts.ts';
import { type Asked, madeFor } from './convVariants.ts';

const PICTURES = { count: 2, height: 8, width: 8, from: 64, to: 64 };
const ADJOINT = { ...NO_FUSIONS, isAdjoint: true };
const KERNEL = 3;

/** One of each kind that is written differently. */
const PROBES: readonly Asked[] = [
  { pass: 'forward', task: { ...PICTURES, stride: 1, kernel: KERNEL, fusions: NO_FUSIONS } },
  { pass: 'forward', task: { ...PICTURES, stride: 1, kernel: 1, to: 1, fusions: NO_FUSIONS } },
  { pass: 'forward', task: { ...PICTURES, stride: 2, kernel: KERNEL, fusions: ADJOINT } },
  { pass: 'up', task: { ...PICTURES, fusions: NO_FUSIONS } },
  { pass: 'up', task: { ...PICTURES, fusions: ADJOINT } },
  { pass: 'filter', task: { ...PICTURES, stride: 1, kernel: KERNEL, scales: 'none', isExchanged: false } },
  { pass: 'filter', task: { ...PICTURES, stride: 2, kernel: KERNEL, scales: 'x', isExchanged: true } },
];

/** Names, WGSL and grids of every variant that this adapter can run. */
export function convolutionsText(): string {
  return PROBES.flatMap((asked) =>
    Object.entries(madeFor(asked)).map(([name, make]) => {
      const { program, workgroups } = make();
      return `${name} ${program.key} ${workgroups}\n${program.code()}`;
    }),
  ).join('\n');
}
