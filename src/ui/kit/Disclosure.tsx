/** Disclosure: a native details with our arrow; what is folded is still found by the browser's search where it can be. */
import type { ReactNode } from 'react';
import styles from './Disclosure.module.css';
import { Icon } from './Icon.tsx';

interface DisclosureProps {
  readonly title: ReactNode;
  readonly children: ReactNode;
  /** Open at first. */
  readonly open?: boolean;
}

export function Disclosure({ title, children, open = false }: DisclosureProps) {
  return (
    <details className={styles.details} open={open}>
      <summary>
        <Icon name="right" />
        {title}
      </summary>
      {children}
    </details>
  );
}
