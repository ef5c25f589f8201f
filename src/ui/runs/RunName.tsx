/** A saved run's name, changed in place: Enter keeps it, Escape does not. It refuses an empty name. */
import { useEffect, useRef, useState } from 'react';
import type { SavedRun } from '../../protocol/savedRuns.ts';
import { useActions } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import styles from './RunName.module.css';

/** As much as a list can show. */
const LONGEST_NAME = 80;

export function RunName({ run, obstacle }: { readonly run: SavedRun; readonly obstacle: string | undefined }) {
  const { renameRun } = useActions();
  const [draft, setDraft] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const opened = useRef<HTMLSpanElement>(null);
  const writing = draft !== undefined;
  const wrote = useRef(false);
  useEffect(() => {
    if (writing) input.current?.select();
    else if (wrote.current) opened.current?.querySelector('button')?.focus();
    wrote.current = writing;
  }, [writing]);

  if (!writing)
    return (
      <span ref={opened} className={styles.name}>
        <b>{run.name}</b>
        <Button
          look="quiet"
          size="small"
          aria-label={`Rename ${run.name}`}
          obstacle={obstacle}
          onClick={() => setDraft(run.name)}
        >
          Rename
        </Button>
      </span>
    );
  const name = draft.trim();
  const keep = () => {
    if (name === '') return;
    if (name !== run.name) renameRun(run.runId, name);
    setDraft(undefined);
  };
  return (
    <span className={styles.name}>
      <input
        ref={input}
        className={styles.input}
        aria-label={`Name of ${run.name}`}
        maxLength={LONGEST_NAME}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') keep();
          if (event.key === 'Escape') setDraft(undefined);
        }}
      />
      <Button size="small" obstacle={name === '' ? 'A run needs a name.' : undefined} onClick={keep}>
        Keep name
      </Button>
      <Button look="quiet" size="small" onClick={() => setDraft(undefined)}>
        Cancel
      </Button>
    </span>
  );
}
