/** Reads how the run under way is doing, and answers commands about it. */
import type { CommandOf, StudioParts } from './studioParts.ts';

export interface HealthStudio {
  handle(command: CommandOf<'health'>): void;
  ticked(): void;
  measuring(): void;
  evaluated(): void;
}

export function createHealth(_parts: StudioParts): HealthStudio {
  return { handle() {}, ticked() {}, measuring() {}, evaluated() {} };
}
