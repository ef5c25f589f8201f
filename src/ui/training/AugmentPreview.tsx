/**
 * Real slices beside the same slices augmented, on demand and in place, with a slider for the probability. It refuses to
 * change the form's own probability: it is for looking.
 */
import { useEffect, useRef, useState } from 'react';
import type { SheetImage } from '../../protocol/dataset.ts';
import { type Failure, toFailure } from '../../protocol/failure.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { Slider } from '../kit/Slider.tsx';
import styles from './AugmentPreview.module.css';

/** Enough to see what the operations do; most runs settle below it. */
const FIRST_P = 0.5;

interface Answer {
  readonly sheet?: SheetImage;
  readonly failure?: Failure;
  /** Of the request that it answers. */
  readonly p?: number;
}

export function AugmentPreview() {
  const { previewAugmentation } = useActions();
  const obstacle = useAppState((state) => {
    if (state.dataset.phase === 'none') return 'Add a data set first.';
    return state.problems.augmentOps;
  });
  const [p, setP] = useState(FIRST_P);
  const [answer, setAnswer] = useState<Answer>();
  const [asking, setAsking] = useState(false);

  /** One request at a time; what was drawn before stays until its answer. */
  const ask = async () => {
    setAsking(true);
    try {
      setAnswer({ sheet: await previewAugmentation(p), p });
    } catch (error) {
      setAnswer({ failure: toFailure(error) });
    }
    setAsking(false);
  };
  return (
    <div className={styles.preview} aria-busy={asking}>
      <div className={styles.tools}>
        <Button size="small" obstacle={obstacle ?? (asking ? 'The slices are being drawn.' : undefined)} onClick={ask}>
          Preview augmentation
        </Button>
        <Slider
          label="Preview at p"
          value={p}
          minimum={0}
          maximum={1}
          step={0.05}
          onChange={setP}
          valueText={p.toFixed(2)}
        />
        {obstacle && <span className={styles.reason}>{obstacle}</span>}
      </div>
      {answer?.failure && <FailureNotice title="The preview could not be drawn" failure={answer.failure} />}
      {answer?.sheet && <PreviewSheet sheet={answer.sheet} p={answer.p ?? p} />}
    </div>
  );
}

function PreviewSheet({ sheet, p }: { readonly sheet: SheetImage; readonly p: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { png, columns, rows, tile } = sheet;
  useEffect(() => {
    let wanted = true;
    void createImageBitmap(new Blob([png], { type: 'image/png' })).then((bitmap) => {
      if (wanted) canvas.current?.getContext('2d')?.drawImage(bitmap, 0, 0);
      bitmap.close();
    });
    return () => {
      wanted = false;
    };
  }, [png]);
  return (
    <figure className={styles.sheet}>
      <div className={styles.viewport}>
        <canvas
          ref={canvas}
          role="img"
          aria-label="Augmented slices"
          data-sharp={tile <= SHARP_UP_TO || undefined}
          width={columns * tile}
          height={rows * tile}
        />
      </div>
      <figcaption>
        Rows in pairs: real slices above, the same as the critic would see them at p {p.toFixed(2)} below.
      </figcaption>
    </figure>
  );
}

/** Pictures up to this side are enlarged as hard squares, as in the sheet of real slices. */
const SHARP_UP_TO = 32;
