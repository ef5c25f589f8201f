/**
 * A button whose act cannot be undone: it asks in place, and acts on the second press. No dialog covers the page, and the
 * answer that changes nothing has the focus.
 */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import styles from './AskFirst.module.css';
import { Button } from './Button.tsx';

interface AskFirstProps {
  /** The button's words, and its whole name where those are too short. */
  readonly children: string;
  readonly name?: string;
  /** "Delete this run?", and what goes with it. */
  readonly question: string;
  readonly lost?: ReactNode;
  readonly yes: string;
  readonly no: string;
  readonly obstacle?: string | undefined;
  readonly onYes: () => void;
}

export function AskFirst({ children, name, question, lost, yes, no, obstacle, onYes }: AskFirstProps) {
  const [asking, setAsking] = useState(false);
  const asked = useRef(false);
  const room = useRef<HTMLSpanElement>(null);
  // Focus follows the question, and comes back to the button after it; not when the button is first drawn.
  useEffect(() => {
    if (asking || asked.current) room.current?.querySelector<HTMLElement>('button:last-of-type')?.focus();
    asked.current = asking;
  }, [asking]);

  const answer = (act: boolean) => {
    setAsking(false);
    if (act) onYes();
  };
  if (!asking)
    return (
      <span ref={room} className={styles.room}>
        <Button size="small" aria-label={name} obstacle={obstacle} onClick={() => setAsking(true)}>
          {children}
        </Button>
      </span>
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row in every browser
    <span ref={room} className={styles.asking} role="group" aria-label={question}>
      <span className={styles.question}>
        <b>{question}</b> {lost}
      </span>
      <Button size="small" onClick={() => answer(true)}>
        {yes}
      </Button>
      <Button size="small" onClick={() => answer(false)}>
        {no}
      </Button>
    </span>
  );
}
