/** How often runs are measured, how many pictures are measured when asked, and what makes features. The worker does it. */
import { EVALUATION_KIMGS, type EvaluationKimg, FEWEST_MEASURED, MOST_MEASURED } from '../../protocol/judging.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { FileButton } from '../kit/FileButton.tsx';
import { NumberField } from '../kit/NumberField.tsx';
import { Select } from '../kit/Select.tsx';
import styles from './MeasureControls.module.css';

const SCHEDULES = EVALUATION_KIMGS.map((value: EvaluationKimg) => ({
  value,
  label: value === 0 ? 'when asked' : `${value} kimg`,
}));

interface MeasureControlsProps {
  readonly pictures: number;
  readonly problem: string | undefined;
  readonly onPictures: (pictures: number) => void;
  /** The extractor's file, or undefined for Gyrus's own extractor. */
  readonly onExtractor: (file: File | undefined) => void;
}

/** What is wrong with a wish for so many pictures, as a sentence. */
export function picturesProblem(pictures: number): string | undefined {
  const isGood = Number.isInteger(pictures) && pictures >= FEWEST_MEASURED && pictures <= MOST_MEASURED;
  return isGood ? undefined : `A whole number from ${FEWEST_MEASURED} to ${MOST_MEASURED}.`;
}

export function MeasureControls({ pictures, problem, onPictures, onExtractor }: MeasureControlsProps) {
  const everyKimg = useAppState((state) => state.judge.everyKimg);
  const own = useAppState((state) => state.judge.extractor);
  const { measureEvery } = useActions();
  return (
    <div className={styles.controls}>
      <Select label="Measure every" value={everyKimg} options={SCHEDULES} onChange={measureEvery} />
      <NumberField label="Pictures when asked" value={pictures} problem={problem} onCommit={onPictures} />
      <div className={styles.extractor}>
        <FileButton label="Open extractor" accept=".safetensors" onFile={onExtractor} />
        {own === undefined ? (
          <span className={styles.note}>A network of your own for features, from a safetensors file.</span>
        ) : (
          <>
            <span className={styles.note}>Features of {own}, from the next measurement on.</span>
            <Button size="small" onClick={() => onExtractor(undefined)}>
              Use Gyrus’s extractor
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
