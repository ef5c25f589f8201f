/** The file input "Dataset zip", drawn as a button: the input itself lies over the words, so that focus and clicks are its own. */
import { useActions } from '../appContext.tsx';
import { classes } from '../kit/classes.ts';
import styles from './ZipChooser.module.css';

interface ZipChooserProps {
  readonly text: string;
  readonly look: 'main' | 'quiet';
}

export function ZipChooser({ text, look }: ZipChooserProps) {
  const { chooseFile } = useActions();
  return (
    <span className={classes(styles.chooser, styles[look])}>
      <span aria-hidden="true">{text}</span>
      <input
        type="file"
        accept=".zip,application/zip"
        aria-label="Dataset zip"
        title={text}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) chooseFile(file);
          // The same file may be chosen again after it was mended: only an emptied input tells of it.
          event.target.value = '';
        }}
      />
    </span>
  );
}
