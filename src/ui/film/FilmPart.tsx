/** The part of Export that makes films: what, in which format and size, how far it is, and the film. The worker makes it. */
import type { SampleSheet } from '../../protocol/events.ts';
import { rateProblem, widthProblem } from '../../protocol/filmPlan.ts';
import type { FilmFormat } from '../../protocol/media.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { gateObstacle } from '../copies/copiesText.ts';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { countText } from '../kit/format.ts';
import { NumberField } from '../kit/NumberField.tsx';
import { Progress } from '../kit/Progress.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { ProgressContent, WalkContent } from './FilmContent.tsx';
import styles from './FilmPart.module.css';
import { MadeFilm } from './MadeFilm.tsx';
import { lengthText, plannedFilm } from './plannedFilm.ts';
import { supportProblem, useVideoSupport } from './videoSupport.ts';

const KINDS = [
  { value: 'progress', label: 'Progress of the run' },
  { value: 'walk', label: 'Walk through seeds' },
] as const;
const FORMATS = [
  { value: 'gif', label: 'GIF' },
  { value: 'apng', label: 'APNG' },
  { value: 'webm', label: 'WebM' },
  { value: 'mp4', label: 'MP4' },
] as const;
const NOTES: Readonly<Record<FilmFormat, string>> = {
  gif: 'GIF opens everywhere; grey is exact, colours are reduced to 256 a frame.',
  apng: 'An animated PNG: every pixel is exact, and files are large. Browsers play it; other viewers show its first frame.',
  webm: 'WebM is small and plays in browsers; fine noise is smoothed a little.',
  mp4: 'MP4 is small and plays almost everywhere; fine noise is smoothed a little.',
};
const NO_SHEETS: readonly SampleSheet[] = [];

export function FilmPart() {
  const film = useAppState((state) => state.film);
  const { look } = useAppState((state) => state.explore);
  const sheets = useAppState((state) => state.run?.sheets ?? NO_SHEETS);
  const drawn = useAppState(
    ({ run, weights }) => run?.now?.resolution ?? run?.sheets.at(-1)?.resolution ?? weights.opened?.resolution,
  );
  const filming = useAppState((state) => state.judge.filming);
  const waiting = useAppState((state) => gateObstacle(state.judge.gate));
  const { wishFilm, makeFilm, stopFilm } = useActions();
  const { wish, frames, size, problem } = plannedFilm(film, { sheets, drawn, look });
  const support = useVideoSupport(size.width, size.height);
  const unsupported = supportProblem(film.format, support);
  const obstacle = filming ? 'A film is being made.' : (waiting ?? problem ?? unsupported);
  return (
    <div className={styles.film}>
      {film.failure && <FailureNotice title="The film was not made" failure={film.failure} />}
      <Segmented
        label="What the film shows"
        value={film.kind}
        options={KINDS}
        onChange={(kind) => wishFilm({ kind })}
      />
      {film.kind === 'progress' ? <ProgressContent /> : <WalkContent />}
      <Segmented label="Format" value={film.format} options={FORMATS} onChange={(format) => wishFilm({ format })} />
      <p className={styles.note}>{unsupported ?? NOTES[film.format]}</p>
      <div className={styles.fields}>
        <NumberField
          label="Width"
          unit="px"
          value={wish.width}
          problem={widthProblem(wish.width)}
          onCommit={(width) => wishFilm({ width })}
        />
        <NumberField
          label="Speed"
          unit="frames/s"
          value={film.framesPerSecond}
          problem={rateProblem(film.framesPerSecond, film.format)}
          onCommit={(framesPerSecond) => wishFilm({ framesPerSecond })}
        />
      </div>
      <div className={styles.row}>
        <Button obstacle={obstacle} onClick={() => makeFilm(wish)}>
          Make film
        </Button>
        {filming ? (
          <>
            <Progress
              label="Film"
              text={`${filming.what ?? 'Making'} ${countText(filming.done)} of ${countText(filming.of)} frames`}
              done={filming.done}
              total={filming.of}
            />
            <Button look="quiet" onClick={stopFilm}>
              Stop the film
            </Button>
          </>
        ) : (
          <span className={styles.note} aria-live="polite">
            {waiting ?? problem ?? `${lengthText(frames, size, film.framesPerSecond)}, marked SYNTHETIC`}
          </span>
        )}
      </div>
      {film.made && <MadeFilm made={film.made} />}
    </div>
  );
}
