/** The files that were left out, each with its reason; what is not listed by name is still counted. */
import type { SkippedGroup } from '../../protocol/dataset.ts';
import { Disclosure } from '../kit/Disclosure.tsx';
import { countOf, countText } from '../kit/format.ts';
import styles from './SkippedFiles.module.css';

export function SkippedFiles({ skipped, open }: { readonly skipped: readonly SkippedGroup[]; readonly open: boolean }) {
  const total = skipped.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  return (
    <Disclosure title={countOf(total, 'skipped file')} open={open}>
      <ul className={styles.files} aria-label="Skipped files">
        {skipped.map(({ reason, count, names }) => [
          ...names.map((name) => (
            <li key={name}>
              <code>{name}</code>
              <span>{reason}</span>
            </li>
          )),
          count > names.length && (
            <li key={reason}>
              <span>and {countText(count - names.length)} more</span>
              <span>{reason}</span>
            </li>
          ),
        ])}
      </ul>
    </Disclosure>
  );
}
