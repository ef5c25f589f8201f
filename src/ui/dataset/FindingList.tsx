/** What was recognised, in sentences. The healthy has a grey tick; only what deserves a look has a colour. */
import type { Finding } from '../../protocol/dataset.ts';
import { Icon } from '../kit/Icon.tsx';
import styles from './FindingList.module.css';

const ICON = { good: 'check', note: 'info', watch: 'watch' } as const;
const SPOKEN = { good: undefined, note: 'Note', watch: 'Look at this' } as const;

export function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul className={styles.findings} aria-label="Findings">
      {findings.map(({ level, title, text }) => (
        <li key={title} className={styles[level]} aria-label={SPOKEN[level] && `${SPOKEN[level]}: ${title}. ${text}`}>
          <Icon name={ICON[level]} />
          <div>
            <p>{title}</p>
            {text && <p>{text}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
