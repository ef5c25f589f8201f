/**
 * Two moments of the run at once: the other one's place, and how they lie over each other. It moves the shown one nowhere: the
 * Epoch slider does.
 */
import type { SampleSheet } from '../../protocol/events.ts';
import type { OnionSkin } from '../../state/appState.ts';
import { useActions } from '../appContext.tsx';
import { countText, percentText } from '../kit/format.ts';
import { Segmented } from '../kit/Segmented.tsx';
import { Slider } from '../kit/Slider.tsx';
import styles from './CompareControls.module.css';
import { kimgText, sheetValueText } from './sheetText.ts';

interface CompareControlsProps {
  readonly sheets: readonly SampleSheet[];
  readonly shown: SampleSheet;
  readonly compared: SampleSheet;
  readonly onion: OnionSkin;
}

const MODES = [
  { value: 'blend', label: 'Blend' },
  { value: 'difference', label: 'Difference' },
] as const;
const SHARE_STEP = 0.05;

export function CompareControls({ sheets, shown, compared, onion }: CompareControlsProps) {
  const { compareWith, compareBy } = useActions();
  const [here, there] = [`${kimgText(shown.kimg)} kimg`, `${kimgText(compared.kimg)} kimg`];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid in every browser
    <div className={styles.compare} role="group" aria-label="Compare two epochs">
      <Slider
        label="Compared epoch"
        value={sheets.indexOf(compared)}
        minimum={0}
        maximum={sheets.length - 1}
        step={1}
        onChange={(index) => compareWith(sheets[index]?.nimg)}
        valueText={countText(Math.floor(compared.epoch))}
        spokenValue={sheetValueText(compared)}
      />
      <div className={styles.how}>
        <Segmented label="How" value={onion.mode} options={MODES} onChange={(mode) => compareBy({ mode })} />
        {onion.mode === 'blend' ? (
          <div className={styles.blend}>
            <span aria-hidden="true">{here}</span>
            <Slider
              label="Blend"
              showLabel={false}
              value={onion.share}
              minimum={0}
              maximum={1}
              step={SHARE_STEP}
              onChange={(share) => compareBy({ share })}
              valueText={percentText(onion.share)}
              spokenValue={`${percentText(1 - onion.share)} of ${here}, ${percentText(onion.share)} of ${there}`}
            />
            <span aria-hidden="true">{there}</span>
          </div>
        ) : (
          <span className={styles.words}>
            {here} against {there}: black where they agree, the brighter the farther apart.
          </span>
        )}
      </div>
    </div>
  );
}
