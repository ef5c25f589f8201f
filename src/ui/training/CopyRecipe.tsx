/** Copies the link that sets this form on another page. It shares settings, never data. */
import { useState } from 'react';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import styles from './CopyRecipe.module.css';

/** What came of the last press, as the page says it. */
const SAID = {
  copied: 'Recipe link copied.',
  refused: 'The browser refused the clipboard. Allow it for this page, or copy the settings by hand.',
};

export function CopyRecipe() {
  const { copyRecipe } = useActions();
  const wrong = useAppState((state) => Object.keys(state.problems).length > 0);
  const [outcome, setOutcome] = useState<keyof typeof SAID>();
  const copy = () =>
    copyRecipe().then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  return (
    <>
      <span className={styles.said} aria-live="polite">
        {outcome && SAID[outcome]}
      </span>
      <Button
        look="quiet"
        size="small"
        icon="link"
        obstacle={wrong ? 'A setting needs a look first.' : undefined}
        onClick={copy}
        onBlur={() => setOutcome(undefined)}
      >
        Copy recipe
      </Button>
    </>
  );
}
