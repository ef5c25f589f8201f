/** Words for screen readers alone. Nothing that a sighted reader would miss belongs here. */
import type { ComponentProps } from 'react';
import styles from './SpokenOnly.module.css';

export function SpokenOnly(props: Omit<ComponentProps<'span'>, 'className'>) {
  return <span {...props} className={styles.spoken} />;
}
