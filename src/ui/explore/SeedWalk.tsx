/** The way between two seeds as a strip of frames that can be stepped through and played. It refuses to play by itself. */
import { useState } from 'react';
import { type DrawnFrom, type Look, MOST_FRAMES, type WalkSpace } from '../../protocol/explore.ts';
import { useActions } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { percentText } from '../kit/format.ts';
import { NumberField } from '../kit/NumberField.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { wholeProblem } from './exploreText.ts';
import { PickSheet } from './PickSheet.tsx';
import styles from './SeedWalk.module.css';
import { TileCanvas } from './TileCanvas.tsx';
import { useDrawn } from './useDrawn.ts';
import { useFrames } from './useFrames.ts';

const FIRST_FRAMES = 8;
const SPACES = [
  { value: 'w', label: 'w, straight' },
  { value: 'z', label: 'z, spherical' },
] as const;

interface SeedWalkProps {
  readonly seeds: readonly [from: number, to: number];
  readonly look: Look;
  readonly from: DrawnFrom;
  readonly round: number;
}

export function SeedWalk({ seeds, look, from, round }: SeedWalkProps) {
  const { drawWalk, wishFilm, showView } = useActions();
  const [along, setAlong] = useState<WalkSpace>('w');
  const [frames, setFrames] = useState(FIRST_FRAMES);
  const problem = wholeProblem(frames, 2, MOST_FRAMES);
  const wish = problem === undefined ? JSON.stringify([seeds, along, frames, look, from.layers, round]) : undefined;
  const { answer, failure, asking } = useDrawn(wish, () => drawWalk(seeds, along, frames, look));
  const drawn = answer?.sheet.columns ?? 0;
  const { shown, show, playing, toggle } = useFrames(drawn);
  const film = () => {
    wishFilm({ kind: 'walk', seeds, along });
    showView('export');
  };
  return (
    <figure className={styles.walk} aria-busy={asking}>
      <h3>
        From seed {seeds[0]} to seed {seeds[1]}
      </h3>
      {failure && <FailureNotice title="The way could not be drawn" failure={failure} />}
      {answer && (
        <>
          <PickSheet
            sheet={answer.sheet}
            label="Frames between two seeds"
            names={Array.from({ length: drawn }, (_, i) => `Frame ${i + 1}, ${percentText(i / (drawn - 1))}`)}
            picked={shown}
            onPick={show}
          />
          <div className={styles.below}>
            <div className={styles.frame}>
              <TileCanvas sheet={answer.sheet} index={shown} label={`Frame ${shown + 1} of ${drawn}`} />
            </div>
            <div className={styles.controls}>
              <Segmented label="Along" value={along} options={SPACES} onChange={setAlong} full />
              <div className={styles.row}>
                <Button icon={playing ? 'pause' : 'play'} onClick={toggle}>
                  {playing ? 'Stop playing' : 'Play'}
                </Button>
                <NumberField
                  label="Frames"
                  hideLabel
                  unit="frames"
                  value={frames}
                  problem={problem}
                  onCommit={setFrames}
                />
              </div>
              <Button look="quiet" onClick={film}>
                Film of these seeds
              </Button>
            </div>
          </div>
        </>
      )}
    </figure>
  );
}
