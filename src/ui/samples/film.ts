/** Which sheets of a run's history the film strip shows, and how its frames group by resolution. It refuses to draw. */

/**
 * At most `most` indices of a history of `count` sheets, ascending, evenly spread, always with the first and the last;
 * all of them where they fit.
 */
export function filmFrames(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index);
  const last = count - 1;
  return Array.from({ length: most }, (_, place) => Math.round((place * last) / Math.max(1, most - 1)));
}

/** The place in `frames` nearest to sheet `shown`, so that the strip marks something wherever the slider stands. */
export function nearestFrame(frames: readonly number[], shown: number): number {
  let nearest = 0;
  frames.forEach((sheet, place) => {
    const best = frames[nearest] ?? 0;
    if (Math.abs(sheet - shown) < Math.abs(best - shown)) nearest = place;
  });
  return nearest;
}

/** The sheet whose moment is nearest to `kimg`; 0 where there is none. sheets: oldest first. */
export function nearestSheet(sheets: readonly { readonly kimg: number }[], kimg: number): number {
  let nearest = 0;
  sheets.forEach((sheet, index) => {
    const best = sheets[nearest]?.kimg ?? 0;
    if (Math.abs(sheet.kimg - kimg) < Math.abs(best - kimg)) nearest = index;
  });
  return nearest;
}

export interface FilmGroup {
  readonly resolution: number;
  /** Frames in a row of this resolution. */
  readonly frames: number;
}

/** Neighbouring frames of one resolution as one group, in order. */
export function filmGroups(resolutions: readonly number[]): FilmGroup[] {
  const groups: { resolution: number; frames: number }[] = [];
  for (const resolution of resolutions) {
    const group = groups.at(-1);
    if (group?.resolution === resolution) group.frames++;
    else groups.push({ resolution, frames: 1 });
  }
  return groups;
}
