/** Stages as shapes: width is length in reals, height is alpha, so that a ramp is the fade itself. Pure; it draws nothing. */
import type { StagePlan } from '../../protocol/events.ts';

/** Height of the drawing; a full stage reaches `FULL`, a fade begins at `FADE_FROM` (downwards, as SVG counts). */
export const SHAPE_HEIGHT = 16;
const FULL = 5;
const FADE_FROM = 12;
/** Share of the whole width that parts two stages. */
const SEAM = 0.0012;

/** One SVG path over all stages, in a drawing `totalNimg` wide and SHAPE_HEIGHT high. */
export function stagePath(stages: readonly StagePlan[], totalNimg: number): string {
  const seam = totalNimg * SEAM;
  return stages
    .map(({ startNimg, endNimg, fadeNimg }, index) => {
      const start = index === 0 ? startNimg : startNimg + seam;
      const end = index === stages.length - 1 ? endNimg : endNimg - seam;
      const risen = Math.min(end, start + fadeNimg);
      const from = fadeNimg > 0 ? FADE_FROM : FULL;
      return `M${start},${SHAPE_HEIGHT} L${start},${from} L${risen},${FULL} L${end},${FULL} L${end},${SHAPE_HEIGHT}Z`;
    })
    .join('');
}

/** The stage in which real number `nimg` is shown; the last one at and after the end. */
export function stageAt(stages: readonly StagePlan[], nimg: number): StagePlan | undefined {
  return stages.find(({ endNimg }) => nimg < endNimg) ?? stages.at(-1);
}
