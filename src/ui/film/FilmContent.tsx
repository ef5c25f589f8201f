/** What the film shows: a stretch of the run's history, or a walk through seeds. It changes the choice and asks for nothing. */

import type { SampleSheet } from '../../protocol/events.ts';
import { walkProblem } from '../../protocol/filmPlan.ts';
import { MOST_FILM_FRAMES } from '../../protocol/media.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { wholeProblem } from '../explore/exploreText.ts';
import { countText, decimalText } from '../kit/format.ts';
import { NumberField } from '../kit/NumberField.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { Select } from '../kit/Select.tsx';
import { Checkbox } from '../kit/Toggle.tsx';
import { kimgText } from '../samples/sheetText.ts';
import styles from './FilmPart.module.css';
import { SeedsField } from './SeedsField.tsx';

const NO_SHEETS: readonly SampleSheet[] = [];
/** Stands for no moment of one's own choice. */
const OPEN = '';
const SPACES = [
  { value: 'w', label: 'w, straight' },
  { value: 'z', label: 'z, spherical' },
] as const;

/** Between which moments of the history. */
export function ProgressContent() {
  const sheets = useAppState((state) => state.run?.sheets ?? NO_SHEETS);
  const { fromNimg, toNimg } = useAppState((state) => state.film);
  const { wishFilm } = useActions();
  const moments = sheets.map((sheet) => ({
    value: String(sheet.nimg),
    label: `${kimgText(sheet.kimg)} kimg, epoch ${countText(Math.floor(sheet.epoch))}`,
  }));
  const chosen = (nimg: number | undefined) =>
    moments.some(({ value }) => value === String(nimg)) ? String(nimg) : OPEN;
  const nimgOf = (value: string) => (value === OPEN ? undefined : Number(value));
  return (
    <div className={styles.fields}>
      <Select
        label="From"
        value={chosen(fromNimg)}
        options={[{ value: OPEN, label: 'The first sheet' }, ...moments]}
        onChange={(value) => wishFilm({ fromNimg: nimgOf(value) })}
      />
      <Select
        label="Up to"
        value={chosen(toNimg)}
        options={[{ value: OPEN, label: 'The newest sheet' }, ...moments]}
        onChange={(value) => wishFilm({ toNimg: nimgOf(value) })}
      />
    </div>
  );
}

/** Through which seeds, and how. */
export function WalkContent() {
  const { seeds, along, framesBetween, loop } = useAppState((state) => state.film);
  const { look } = useAppState((state) => state.explore);
  const { wishFilm } = useActions();
  const noise = look.noise === 'none' ? 'no noise' : `${look.noise} noise`;
  const problem = walkProblem({ kind: 'walk', seeds, along, framesBetween: 1, loop, look });
  return (
    <>
      <div className={styles.fields}>
        <SeedsField seeds={seeds} problem={problem} onCommit={(value) => wishFilm({ seeds: value })} />
        <NumberField
          label="Frames from seed to seed"
          value={framesBetween}
          problem={wholeProblem(framesBetween, 1, MOST_FILM_FRAMES)}
          onCommit={(value) => wishFilm({ framesBetween: value })}
        />
      </div>
      <div className={styles.row}>
        <Segmented label="Along" value={along} options={SPACES} onChange={(value) => wishFilm({ along: value })} />
        <Checkbox label="Back to the first seed" checked={loop} onChange={(value) => wishFilm({ loop: value })} />
      </div>
      <p className={styles.note}>
        Drawn as Explore is set: psi {decimalText(look.psi, 2)}, {noise}
        {look.className === undefined ? '' : `, ${look.className}`}.
      </p>
    </>
  );
}
