/**
 * The Explore view: one picture among its seeds, beside styles that are mixed, joined and moved. All of it comes from the
 * averaged weights as they are when it is asked for; while training goes on nothing is drawn anew by itself.
 */
import { useState } from 'react';
import { type DrawnFrom, MOST_SEEDS_DRAWN } from '../../protocol/explore.ts';
import { useActions, useAppState } from '../appContext.tsx';
import styles from './ExploreView.module.css';
import { LARGEST_SEED, seedsFrom, wholeProblem } from './exploreText.ts';
import { MixingPane } from './MixingPane.tsx';
import { OnePicturePane } from './OnePicturePane.tsx';
import { ProjectionPane } from './ProjectionPane.tsx';
import { useDrawn } from './useDrawn.ts';

/** As on the run's sheets. */
const COLUMNS = 6;

export function ExploreView() {
  const { firstSeed, count, look } = useAppState((state) => state.explore);
  const { drawSeeds } = useActions();
  // Counts how often the networks were taken anew.
  const [round, setRound] = useState(0);
  const [picked, setPicked] = useState(0);
  const wrong = wholeProblem(firstSeed, 0, LARGEST_SEED) ?? wholeProblem(count, 1, MOST_SEEDS_DRAWN);
  const wish = wrong === undefined ? JSON.stringify([firstSeed, count, look, round]) : undefined;
  const asked = useDrawn(wish, () => drawSeeds(seedsFrom(firstSeed, count), look, COLUMNS));
  const from: DrawnFrom | undefined = asked.answer?.from;
  const index = Math.min(picked, (asked.answer?.sheet.seeds.length ?? 1) - 1);
  const seed = asked.answer?.sheet.seeds[index] ?? firstSeed;
  return (
    <section className={styles.explore} aria-label="Explore">
      <OnePicturePane asked={asked} index={index} onPick={setPicked} onRedraw={() => setRound(round + 1)} />
      <MixingPane from={from} round={round} seed={seed} />
      <ProjectionPane from={from} />
    </section>
  );
}
