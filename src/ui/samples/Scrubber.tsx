/** Moves through the run's history: film strip, first, previous, play, next, the Epoch slider, and Live. It draws no sheet. */
import { useCallback, useState } from 'react';
import type { SampleSheet } from '../../protocol/events.ts';
import { Button } from '../kit/Button.tsx';
import { countText } from '../kit/format.ts';
import { Select } from '../kit/Select.tsx';
import { Slider } from '../kit/Slider.tsx';
import { Film } from './Film.tsx';
import styles from './Scrubber.module.css';
import { sheetValueText } from './sheetText.ts';
import { SPEEDS, type Speed, usePlayback } from './usePlayback.ts';

interface ScrubberProps {
  readonly sheets: readonly SampleSheet[];
  /** Index of the sheet shown, held within the history. */
  readonly shown: number;
  /** Index of the sheet it is compared with; undefined where it is not. */
  readonly compared: number | undefined;
  /** The newest sheet is followed. */
  readonly live: boolean;
  readonly onShow: (index: number | 'live') => void;
}

const SPEED_OPTIONS = SPEEDS.map((value) => ({ value, label: `${value} ×` }));

export function Scrubber({ sheets, shown, compared, live, onShow }: ScrubberProps) {
  const last = sheets.length - 1;
  // The newest place is Live, so that End and the right end of the slider return to it.
  const show = useCallback((index: number) => onShow(index >= last ? 'live' : Math.max(0, index)), [last, onShow]);
  const [speed, setSpeed] = useState<Speed>(1);
  const { playing, toggle } = usePlayback(shown, sheets.length, speed, show);
  const sheet = sheets[shown];
  const atFirst = shown <= 0 ? 'This is the first sheet.' : undefined;
  const atLast = shown >= last ? 'This is the newest sheet.' : undefined;
  return (
    <div className={styles.scrubber}>
      <Film sheets={sheets} shown={shown} compared={compared} onShow={show} />
      <div className={styles.controls}>
        <Button look="quiet" icon="first" aria-label="First sheet" obstacle={atFirst} onClick={() => show(0)} />
        <Button
          look="quiet"
          icon="left"
          aria-label="Previous sheet"
          obstacle={atFirst}
          onClick={() => show(shown - 1)}
        />
        <Button
          icon={playing ? 'pause' : 'play'}
          aria-label={playing ? 'Stop playing the history' : 'Play the history'}
          obstacle={last < 1 ? 'There is one sheet yet.' : undefined}
          onClick={toggle}
        />
        <Button look="quiet" icon="right" aria-label="Next sheet" obstacle={atLast} onClick={() => show(shown + 1)} />
        <div className={styles.speed}>
          <Select label="Speed" hideLabel value={speed} options={SPEED_OPTIONS} onChange={setSpeed} />
        </div>
        <div className={styles.slider}>
          <Slider
            label="Epoch"
            value={shown}
            minimum={0}
            maximum={Math.max(0, last)}
            step={1}
            onChange={show}
            valueText={sheet ? countText(Math.floor(sheet.epoch)) : ''}
            {...(sheet ? { spokenValue: sheetValueText(sheet) } : {})}
          />
        </div>
        <Button size="small" aria-pressed={live} onClick={() => onShow('live')}>
          Live
        </Button>
      </div>
    </div>
  );
}
