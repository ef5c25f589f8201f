/** Pane: a named region with a head of 40 px. Panes are tiled with seams of 1 px; none lies inside another. */
import { type ReactNode, useState } from 'react';
import { Button } from './Button.tsx';
import { classes } from './classes.ts';
import styles from './Pane.module.css';

interface PaneProps {
  /** The region's name and its heading. */
  readonly title: string;
  /** Quiet words beside the heading. */
  readonly sub?: ReactNode;
  /** Controls at the right end of the head. */
  readonly head?: ReactNode;
  /** On a narrow screen the body (PaneBody) and the head's controls are folded away until asked for. */
  readonly folds?: boolean;
  readonly children: ReactNode;
}

/** Children are stacked below the head; wrap them in PaneBody for the usual padding and scrolling. */
export function Pane({ title, sub, head, folds = false, children }: PaneProps) {
  const [opened, setOpened] = useState(false);
  return (
    <section className={classes(styles.pane, folds && !opened && styles.folded)} aria-label={title}>
      <header className={styles.head}>
        <h2>{title}</h2>
        {sub !== undefined && <span className={styles.sub}>{sub}</span>}
        {head !== undefined && <div className={styles.controls}>{head}</div>}
        {folds && (
          <div className={styles.fold}>
            <Button
              look="quiet"
              icon={opened ? 'up' : 'down'}
              aria-label={`${opened ? 'Fold' : 'Show'} ${title}`}
              aria-expanded={opened}
              onClick={() => setOpened(!opened)}
            />
          </div>
        )}
      </header>
      {children}
    </section>
  );
}

/** The padded part of a pane, which scrolls where the page does not. */
export function PaneBody({ children }: { readonly children: ReactNode }) {
  return (
    <div className={styles.scroll}>
      <div className={styles.body}>{children}</div>
    </div>
  );
}

interface PaneFootProps {
  /** On a narrow screen it stays at the bottom of the window. */
  readonly fixedWhenNarrow?: boolean;
  readonly children: ReactNode;
}

/** The foot of a pane, always in view, folded or not. */
export function PaneFoot({ fixedWhenNarrow = false, children }: PaneFootProps) {
  return <footer className={classes(styles.foot, fixedWhenNarrow && styles.fixed)}>{children}</footer>;
}
