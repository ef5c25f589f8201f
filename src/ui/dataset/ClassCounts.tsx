/** The classes with their counts, each with its colour and its mark: A round, B square, others plain words. */
import type { ClassCount } from '../../protocol/dataset.ts';
import { classes as classNames } from '../kit/classes.ts';
import { countText } from '../kit/format.ts';
import styles from './ClassCounts.module.css';

/** More than these in one line help nobody. */
const SHOWN = 4;
const MARKS = ['a', 'b'] as const;

export function ClassCounts({ classes }: { readonly classes: readonly ClassCount[] }) {
  const named = classes.filter(({ name }) => name !== '');
  if (named.length < 2) return null;
  return (
    <ul className={styles.counts} aria-label="Classes">
      {named.slice(0, SHOWN).map(({ name, slices }, index) => {
        const mark = MARKS[index];
        return (
          <li key={name}>
            {mark && <span className={classNames(styles.mark, styles[mark])} aria-hidden="true" />}
            {name} {countText(slices)}
          </li>
        );
      })}
      {named.length > SHOWN && <li>and {named.length - SHOWN} more</li>}
    </ul>
  );
}
