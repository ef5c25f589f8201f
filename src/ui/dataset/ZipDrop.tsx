/** A place where a zip, or a checkpoint, may be dropped or pasted with the keyboard. What it holds is the worker's to judge. */
import { type ReactNode, useState } from 'react';
import { DropZone } from 'react-aria-components';
import { useActions } from '../appContext.tsx';
import { countText } from '../kit/format.ts';
import styles from './ZipDrop.module.css';

interface ZipDropProps {
  /** A dashed frame for the empty page; otherwise it shows only while something is held over it. */
  readonly framed?: boolean;
  readonly children: ReactNode;
}

export function ZipDrop({ framed = false, children }: ZipDropProps) {
  const { chooseFile } = useActions();
  const [dropped, setDropped] = useState(1);
  return (
    <DropZone
      aria-label="Drop a zip of slices"
      className={(framed ? styles.framed : styles.plain) ?? ''}
      onDrop={({ items }) => {
        const files = items.filter((item) => item.kind === 'file');
        setDropped(files.length);
        void files[0]?.getFile().then(chooseFile);
      }}
    >
      {children}
      {dropped !== 1 && (
        <p className={styles.note} role="alert">
          {dropped === 0
            ? 'That was no file: drop one zip.'
            : `Of ${countText(dropped)} files only the first was taken: zip them into one.`}
        </p>
      )}
    </DropZone>
  );
}
