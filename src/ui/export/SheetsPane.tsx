/** "Sheets": pictures with their caption in one PNG, looked at before they are saved. The worker lays them out. */
import { useState } from 'react';
import { type Failure, toFailure } from '../../protocol/failure.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { useDrawn } from '../explore/useDrawn.ts';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { Select } from '../kit/Select.tsx';
import { MadeSheetCanvas } from './MadeSheetCanvas.tsx';
import styles from './SheetsPane.module.css';
import { momentsOf, SHEET_KINDS, type SheetKind, sheetWish } from './sheetChoices.ts';

export function SheetsPane() {
  const sheets = useAppState((state) => state.run?.sheets);
  const subject = useAppState(
    (state) => `${state.run?.runId} ${state.weights.opened?.name} ${state.dataset.summary?.name}`,
  );
  const { makeSheet, saveSheet } = useActions();
  const [kind, setKind] = useState<SheetKind>('generated');
  const [chosen, setChosen] = useState<{ readonly at?: number; readonly after?: number }>({});
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const moments = momentsOf(sheets ?? []);
  const newest = moments[0]?.value;
  const at = known(chosen.at, moments) ?? (kind === 'before-after' ? moments.at(-1)?.value : newest);
  const after = known(chosen.after, moments) ?? newest;
  const wish = sheetWish(kind, at, after);
  const made = useDrawn(wish && JSON.stringify([wish, subject]), () => makeSheet(wish ?? { kind: 'real' }));
  const save = async () => {
    if (!wish) return;
    setFailure(undefined);
    setSaving(true);
    try {
      await saveSheet(wish);
    } catch (error) {
      setFailure(toFailure(error));
    }
    setSaving(false);
  };
  const obstacle = saving ? 'The sheet is being saved.' : made.answer ? undefined : 'There is no sheet yet.';
  const shown = failure ?? made.failure;
  return (
    <section className={styles.sheets} aria-label="Sheets">
      <h3>Sheets with captions</h3>
      <div className={styles.row}>
        <Select label="Sheet" value={kind} options={SHEET_KINDS} onChange={setKind} />
        {at !== undefined && kind !== 'real' && kind !== 'stages' && (
          <Select
            label={kind === 'before-after' ? 'Before' : 'At'}
            value={at}
            options={moments}
            onChange={(value) => setChosen({ ...chosen, at: value })}
          />
        )}
        {after !== undefined && kind === 'before-after' && (
          <Select
            label="After"
            value={after}
            options={moments}
            onChange={(value) => setChosen({ ...chosen, after: value })}
          />
        )}
        <Button icon="download" obstacle={obstacle} onClick={save}>
          Download sheet
        </Button>
      </div>
      {shown && <FailureNotice title="The sheet was not made" failure={shown} />}
      {made.answer && (
        <figure className={styles.figure} aria-busy={made.asking}>
          <MadeSheetCanvas sheet={made.answer} />
          <figcaption>{made.answer.fileName}</figcaption>
        </figure>
      )}
    </section>
  );
}

/** A moment that was chosen, while the run still has it. */
function known(nimg: number | undefined, moments: readonly { readonly value: number }[]): number | undefined {
  return moments.some(({ value }) => value === nimg) ? nimg : undefined;
}
