/**
 * The Samples region: the shown sheet of the run's history (or of opened weights), its caption, and the way through time.
 * It makes no pictures: the worker does, with EMA weights and constant noise.
 */
import { useMemo } from 'react';
import type { SampleSheet } from '../../protocol/events.ts';
import { comparedSheet } from '../../state/onion.ts';
import { shownSheet } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { useSavePicture } from '../copies/useSavePicture.ts';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { countText, decimalText, sideText } from '../kit/format.ts';
import { Pane } from '../kit/Pane.tsx';
import { CompareControls } from './CompareControls.tsx';
import styles from './SamplesPane.module.css';
import { Scrubber } from './Scrubber.tsx';
import { SheetCanvas } from './SheetCanvas.tsx';
import { comparedLabel, kimgText, rowsText, sheetFileName, sheetSeedsText } from './sheetText.ts';

const NO_SHEETS: readonly SampleSheet[] = [];

export function SamplesPane() {
  const sheet = useAppState(shownSheet);
  const sheets = useAppState((state) => state.run?.sheets ?? NO_SHEETS);
  const position = useAppState((state) => state.shownSheet);
  const opened = useAppState((state) => state.weights.opened);
  const runId = useAppState((state) => state.run?.runId);
  const saving = useSavePicture();
  const onion = useAppState((state) => state.onion);
  const compared = useAppState(comparedSheet);
  const { showSheet, compareWith } = useActions();
  const shown = position === 'live' ? sheets.length - 1 : position;
  const over = useMemo(
    () => (compared && onion ? { sheet: compared, mode: onion.mode, share: onion.share } : undefined),
    [compared, onion],
  );
  if (!sheet)
    return (
      <Pane title="Samples">
        <p className={styles.empty}>
          Generated pictures appear here: the first, untrained sheet comes seconds after the start.
        </p>
      </Pane>
    );
  const subject = sheets.length > 0 && runId !== undefined ? { runId } : opened && { file: opened.name };
  const save = () => subject && saving.save({ png: sheet.png, fileName: sheetFileName(sheet), subject });
  return (
    <Pane
      title="Samples"
      sub={sheets.length === 0 && opened ? `from ${opened.name}` : undefined}
      head={
        <>
          <Button
            look="quiet"
            size="small"
            aria-pressed={compared !== undefined}
            obstacle={sheets.length < 2 ? 'There are no two sheets to compare yet.' : undefined}
            onClick={() => compareWith(compared ? undefined : sheets[Math.floor(shown / 2)]?.nimg)}
          >
            Compare
          </Button>
          <Button
            look="quiet"
            icon="download"
            aria-label="Download sheet as PNG"
            obstacle={saving.obstacle}
            onClick={save}
          />
        </>
      }
    >
      {saving.failure && <FailureNotice title="The sheet was not saved" failure={saving.failure} />}
      <figure className={styles.figure}>
        <SheetCanvas
          sheet={sheet}
          label={compared && onion ? comparedLabel(sheet, compared, onion.mode) : 'Generated samples'}
          over={over}
        />
        <Caption sheet={sheet} />
      </figure>
      {compared && onion && <CompareControls sheets={sheets} shown={sheet} compared={compared} onion={onion} />}
      {sheets.length > 0 && (
        <Scrubber
          sheets={sheets}
          shown={shown}
          compared={compared && sheets.indexOf(compared)}
          live={position === 'live'}
          onShow={showSheet}
        />
      )}
    </Pane>
  );
}

function Caption({ sheet }: { readonly sheet: SampleSheet }) {
  const rows = rowsText(sheet);
  return (
    <figcaption className={styles.caption}>
      <span>
        Epoch <b>{countText(Math.floor(sheet.epoch))}</b>, <b>{kimgText(sheet.kimg)}</b> kimg,{' '}
        <b>{sideText(sheet.resolution)}</b>
        {sheet.alpha < 1 && `, alpha ${decimalText(sheet.alpha, 2)}`}
      </span>
      <span>
        {sheetSeedsText(sheet)}
        {rows ? `; ${rows}; ` : ', '}EMA weights, constant noise
        {sheet.psi !== 1 && `, psi ${decimalText(sheet.psi, 2)}`}
      </span>
    </figcaption>
  );
}
