/**
 * Notice: what happened, what was lost and what one can do, in the pane or above the page. `act` is an alert and stays;
 * `watch` and `note` may be dismissed.
 */
import { type ReactNode, useContext } from 'react';
import { Button } from './Button.tsx';
import { classes } from './classes.ts';
import { Icon } from './Icon.tsx';
import styles from './Notice.module.css';
import { NoticeHeading } from './noticeHeading.ts';

interface NoticeProps {
  readonly level: 'act' | 'watch' | 'note';
  readonly title: string;
  readonly children?: ReactNode;
  /** Buttons, the most likely way on first. */
  readonly actions?: ReactNode;
  readonly onDismiss?: () => void;
}

export function Notice({ level, title, children, actions, onDismiss }: NoticeProps) {
  const Heading = useContext(NoticeHeading);
  return (
    <div className={classes(styles.notice, styles[level])} role={level === 'act' ? 'alert' : undefined}>
      <Icon name={level === 'note' ? 'info' : level} />
      <div className={styles.text}>
        <Heading>{title}</Heading>
        {children}
      </div>
      {(actions || onDismiss) && (
        <div className={styles.actions}>
          {actions}
          {onDismiss && <Button look="quiet" icon="close" aria-label={`Dismiss: ${title}`} onClick={onDismiss} />}
        </div>
      )}
    </div>
  );
}
