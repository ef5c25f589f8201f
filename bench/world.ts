/** One implementation of a step, in parts that can be run alone: what the bench counts and times. Types alone. */

export interface Part {
  readonly name: string;
  readonly run: () => Promise<void>;
  /** This part cannot run without that one: what it costs is the difference. */
  readonly minus?: string;
  /** Measured for others' sake. */
  readonly isHelper?: boolean;
}

export interface MemoryFacts {
  /** Bytes of the packed temporaries. */
  readonly temporaryBytes: number;
  /** Weights, moments and average, and what must be alive at once within a step. */
  readonly minimumBytes: number;
}

export interface World {
  readonly name: string;
  /** Trained numbers. */
  readonly parameters: { readonly G: number; readonly D: number };
  readonly parts: readonly Part[];
  /** After each part has run; undefined where nobody knows. */
  memory(): MemoryFacts | undefined;
  dispose(): void;
}
