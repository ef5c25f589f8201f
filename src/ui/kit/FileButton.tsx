/**
 * FileButton: a native file input that looks like a button, and a place to drop a file on. It reads nothing: whoever takes the
 * file treats it as hostile.
 */
import { type ChangeEvent, useState } from 'react';
import { classes } from './classes.ts';
import styles from './FileButton.module.css';
import { Icon } from './Icon.tsx';

interface FileButtonProps {
  /** The button's words, and its name. */
  readonly label: string;
  /** Kinds of file, as an input takes them: ".zip,application/zip". */
  readonly accept: string;
  /** Why no file may be chosen now; draw it beside too. */
  readonly obstacle?: string | undefined;
  readonly onFile: (file: File) => void;
}

export function FileButton({ label, accept, obstacle, onFile }: FileButtonProps) {
  const [over, setOver] = useState(false);
  const blocked = obstacle !== undefined;

  function choose(event: ChangeEvent<HTMLInputElement>): void {
    const file = event.target.files?.[0];
    setOver(false);
    if (file) onFile(file);
    event.target.value = ''; // the same file may be chosen again
  }

  return (
    <span className={classes(styles.control, over && styles.over, blocked && styles.off)} title={obstacle}>
      <Icon name="upload" />
      <span aria-hidden="true">{label}</span>
      <input
        type="file"
        accept={accept}
        aria-label={label}
        disabled={blocked}
        onChange={choose}
        onDragEnter={() => setOver(true)}
        onDragLeave={() => setOver(false)}
      />
    </span>
  );
}
