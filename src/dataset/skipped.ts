/** Counts the files left out, by reason. It refuses to lose one: every file is a slice, a label map or counted here. */
import type { SkippedGroup } from '../protocol/dataset.ts';

/** Names kept a reason, as the contract says. */
const MOST_NAMES = 50;
/** Broken files can each have a reason of their own ("ends after 412 bytes"); beyond these they share one. */
const MOST_REASONS = 20;
const OTHER_REASONS = 'other reasons';

export interface SkippedFiles {
  add(name: string, reason: string): void;
  /** Largest group first. */
  groups(): SkippedGroup[];
}

export function skippedFiles(): SkippedFiles {
  const byReason = new Map<string, { count: number; names: string[] }>();
  return {
    add(name, reason) {
      const own = byReason.has(reason) || byReason.size < MOST_REASONS ? reason : OTHER_REASONS;
      const group = byReason.get(own) ?? { count: 0, names: [] };
      group.count++;
      if (group.names.length < MOST_NAMES) group.names.push(name);
      byReason.set(own, group);
    },
    groups: () => [...byReason].map(([reason, group]) => ({ reason, ...group })).sort((a, b) => b.count - a.count),
  };
}
