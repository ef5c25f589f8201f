/** Whether pictures are nearer to training slices than unseen reals are, in several spaces. The neighbours are reckoned here; what follows is the asker's. */
import type { Features } from '../../evaluation/features.ts';
import { type Memorisation, memorisation } from '../../evaluation/memorisation.ts';

export interface CopySets {
  readonly fakes: Features;
  readonly train: Features;
  readonly heldOut: Features;
}

export interface CopiesInput {
  /** The same pictures in each, in the same order. */
  readonly spaces: readonly CopySets[];
  /** The subject of each held-out picture. */
  readonly heldOutSubjects: Uint32Array;
  /** How many of the nearest pairs to name. */
  readonly worst: number;
}

/** One answer a space. Throws RangeError as `memorisation` does. */
export async function copies({ spaces, heldOutSubjects, worst }: CopiesInput): Promise<readonly Memorisation[]> {
  return spaces.map((sets) => memorisation({ ...sets, heldOutSubjects, worst }));
}
