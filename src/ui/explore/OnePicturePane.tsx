/** One picture up to its full resolution, how it is drawn, the seeds around it, and the zip of many. It mixes nothing. */
import { useState } from 'react';
import { subjectOf } from '../../protocol/copySubject.ts';
import { useSavePicture } from '../copies/useSavePicture.ts';
import type { DrawnSeeds } from '../exploreActions.ts';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { decimalText, sideText } from '../kit/format.ts';
import { Pane, PaneBody, PaneFoot } from '../kit/Pane.tsx';
import type { ShownPicture } from '../pictureActions.ts';
import { seedsText } from '../samples/sheetText.ts';
import { fromText, lookText } from './exploreText.ts';
import { LookControls } from './LookControls.tsx';
import styles from './OnePicturePane.module.css';
import { PickSheet } from './PickSheet.tsx';
import { PictureZip } from './PictureZip.tsx';
import { TileCanvas } from './TileCanvas.tsx';
import type { Asked } from './useDrawn.ts';

interface OnePicturePaneProps {
  readonly asked: Asked<DrawnSeeds>;
  /** Of the picture that is looked at. */
  readonly index: number;
  readonly onPick: (index: number) => void;
  readonly onRedraw: () => void;
}

export function OnePicturePane({ asked, index, onPick, onRedraw }: OnePicturePaneProps) {
  const { answer, failure, asking } = asked;
  const saving = useSavePicture();
  return (
    <Pane
      title="One picture"
      sub={answer && fromText(answer.from)}
      head={
        <>
          <Button size="small" obstacle={asking ? 'Pictures are being drawn.' : undefined} onClick={onRedraw}>
            Draw again
          </Button>
          <Button
            size="small"
            icon="download"
            aria-label="Download picture as PNG"
            obstacle={answer ? saving.obstacle : 'There is no picture yet.'}
            onClick={() => answer && saving.save(pictureAt(answer, index))}
          >
            PNG
          </Button>
        </>
      }
    >
      <PaneBody>
        {failure && <FailureNotice title="The pictures could not be drawn" failure={failure} />}
        {saving.failure && <FailureNotice title="The picture was not saved" failure={saving.failure} />}
        <div className={styles.top} aria-busy={asking}>
          {answer ? (
            <Single answer={answer} index={index} />
          ) : (
            <p className={styles.empty}>The first pictures come here.</p>
          )}
          <LookControls classes={answer?.from.classes ?? []} />
        </div>
        {answer && (
          <figure className={styles.seeds}>
            <h3>{seedsText(answer.sheet.seeds)}</h3>
            <PickSheet
              sheet={answer.sheet}
              label="Pictures of seeds"
              names={answer.sheet.seeds.map((seed) => `Seed ${seed}`)}
              picked={index}
              onPick={onPick}
            />
          </figure>
        )}
      </PaneBody>
      <PaneFoot>
        <PictureZip />
      </PaneFoot>
    </Pane>
  );
}

function Single({ answer, index }: { readonly answer: DrawnSeeds; readonly index: number }) {
  const [fullSize, setFullSize] = useState(false);
  const { sheet, from, look } = answer;
  const seed = sheet.seeds[index] ?? 0;
  return (
    <figure className={styles.single}>
      <div className={styles.viewport} data-full={fullSize || undefined}>
        <TileCanvas
          sheet={sheet}
          index={index}
          label={`Generated picture, seed ${seed}, psi ${decimalText(sheet.psi, 2)}`}
          fullSize={fullSize}
        />
        <span className={styles.tag}>
          seed {seed}
          <br />
          psi {decimalText(sheet.psi, 2)}
        </span>
        <span className={styles.tagRight}>
          {sideText(from.resolution)}
          <br />
          generated
        </span>
      </div>
      <figcaption>
        Seed <b>{seed}</b>, {lookText(look, from)}
        <button type="button" aria-pressed={fullSize} onClick={() => setFullSize(!fullSize)}>
          Full size
        </button>
      </figcaption>
    </figure>
  );
}

/** The PNG as the engine wrote it, with its words inside. */
function pictureAt({ images, names, from }: DrawnSeeds, index: number): ShownPicture {
  const [image, fileName] = [images[index], names[index]];
  if (!image || fileName === undefined) throw new Error(`There is no picture ${index} among ${images.length}.`);
  return { png: image.png, fileName, subject: subjectOf(from) };
}
