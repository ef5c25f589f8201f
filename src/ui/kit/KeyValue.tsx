/** KeyValue: facts as name and value, aligned. */
import { Fragment, type ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './KeyValue.module.css';

interface KeyValueProps {
  readonly facts: readonly { readonly name: string; readonly value: ReactNode }[];
  /** Values on the left, beside their names, instead of at the far right. */
  readonly left?: boolean;
}

export function KeyValue({ facts, left = false }: KeyValueProps) {
  return (
    <dl className={classes(styles.list, left && styles.left)}>
      {facts.map(({ name, value }) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
