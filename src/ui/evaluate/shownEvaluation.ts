/** Which measurement is looked at: one position in time for pictures, curves and numbers. Pure. */
import type { Evaluation } from '../../protocol/judging.ts';
import type { AppState } from '../../state/appState.ts';
import { runIsActive } from '../../state/questions.ts';

/** Of opened weights where pictures are drawn from them; else of the run, the one nearest to the shown sheet. */
export function shownEvaluation(state: AppState): Evaluation | undefined {
  const { run, weights, judge } = state;
  if (weights.opened && !(run && runIsActive(state)))
    return judge.asked?.nimg === weights.opened.nimg ? judge.asked : undefined;
  const nimg = state.shownSheet === 'live' ? undefined : run?.sheets[state.shownSheet]?.nimg;
  const evaluations = run?.evaluations ?? [];
  return nimg === undefined ? evaluations.at(-1) : evaluations[nearestTo(evaluations, nimg)];
}

/** Index of the moment nearest to `nimg`, the later of two as near; -1 where there is none. */
export function nearestTo(moments: readonly { readonly nimg: number }[], nimg: number): number {
  let nearest = -1;
  let distance = Number.POSITIVE_INFINITY;
  moments.forEach((moment, index) => {
    const here = Math.abs(moment.nimg - nimg);
    if (here > distance) return;
    nearest = index;
    distance = here;
  });
  return nearest;
}
