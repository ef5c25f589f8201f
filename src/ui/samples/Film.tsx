/**
 * The film strip: one seed through the run, a frame for some of its sheets, grouped by resolution below. A mouse's way to
 * a moment; the Epoch slider is the keyboard's, so the frames take no tab stops.
 */
import { useEffect, useMemo, useRef } from 'react';
import type { SampleSheet } from '../../protocol/events.ts';
import { classes } from '../kit/classes.ts';
import styles from './Film.module.css';
import { filmFrames, filmGroups, nearestFrame } from './film.ts';
import { smoothed } from './sheetGeometry.ts';
import { sheetValueText } from './sheetText.ts';
import { thumbnailOf } from './thumbnail.ts';

interface FilmProps {
  readonly sheets: readonly SampleSheet[];
  /** Index of the sheet shown. */
  readonly shown: number;
  /** Index of the sheet it is compared with; undefined where it is not. */
  readonly compared: number | undefined;
  readonly onShow: (index: number) => void;
}

/** As many frames as fit the pane with a picture one can read; the stylesheet has as many columns. */
const MOST_FRAMES = 17;
/** Above this a phone shows every second frame. */
const PHONE_FRAMES = 9;

export function Film({ sheets, shown, compared, onShow }: FilmProps) {
  const frames = useMemo(() => filmFrames(sheets.length, MOST_FRAMES), [sheets.length]);
  const marked = nearestFrame(frames, shown);
  const second = compared === undefined ? undefined : nearestFrame(frames, compared);
  const groups = filmGroups(frames.map((index) => sheets[index]?.resolution ?? 0));
  return (
    <div className={classes(styles.film, frames.length > PHONE_FRAMES && styles.many)}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid in every browser */}
      <div className={styles.frames} role="group" aria-label="One seed through the run">
        {frames.map((index, place) => {
          const sheet = sheets[index];
          if (!sheet) return null;
          return (
            <button
              key={index}
              type="button"
              tabIndex={-1}
              aria-pressed={place === marked}
              data-compared={place === second || undefined}
              aria-label={`Show ${sheetValueText(sheet)}`}
              onClick={() => onShow(index)}
            >
              <Thumbnail sheet={sheet} />
            </button>
          );
        })}
      </div>
      <div className={styles.resolutions} aria-hidden="true">
        {groups.map(({ resolution, frames: count }) => (
          <span key={resolution} style={{ gridColumn: `span ${count}` }}>
            {resolution}
          </span>
        ))}
      </div>
    </div>
  );
}

function Thumbnail({ sheet }: { readonly sheet: SampleSheet }) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let wanted = true;
    const draw = (bitmap: ImageBitmap) => {
      const canvas = ref.current;
      if (!wanted || !canvas) return;
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    };
    // A damaged sheet leaves its frame black here; the sheet itself says so when it is shown.
    thumbnailOf(sheet).then(draw, () => {});
    return () => {
      wanted = false;
    };
  }, [sheet]);
  return <canvas ref={ref} className={smoothed(sheet.tile) ? styles.smooth : styles.sharp} />;
}
