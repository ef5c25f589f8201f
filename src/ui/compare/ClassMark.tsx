/** The mark of a side in texts: round and gold, or square and cyan. Decoration: the side's name is beside it. */
import { classes } from '../kit/classes.ts';
import styles from './ClassMark.module.css';

export function ClassMark({ side }: { readonly side: 0 | 1 }) {
  return <span className={classes(styles.mark, side === 0 ? styles.first : styles.second)} aria-hidden="true" />;
}
