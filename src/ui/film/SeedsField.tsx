/** A list of seeds as text, which becomes seeds when the person leaves it or presses Enter. What is no list is named. */
import { useEffect, useState } from 'react';
import { FieldFrame } from '../kit/FieldFrame.tsx';
import styles from './FilmPart.module.css';
import { seedsIn } from './plannedFilm.ts';

interface SeedsFieldProps {
  readonly seeds: readonly number[];
  readonly problem: string | undefined;
  readonly onCommit: (seeds: readonly number[]) => void;
}

export function SeedsField({ seeds, problem, onCommit }: SeedsFieldProps) {
  const text = seeds.join(', ');
  const [draft, setDraft] = useState(text);
  useEffect(() => setDraft(text), [text]);
  const typed = seedsIn(draft);
  const complaint = typed === undefined ? `"${draft}" is no list of seeds: write 1003, 1008 or 1000 to 1004.` : problem;
  const commit = () => {
    if (typed !== undefined && typed.join(', ') !== text) onCommit(typed);
  };
  return (
    <FieldFrame label="Seeds" problem={complaint}>
      {(input) => (
        <input
          {...input}
          className={styles.text}
          type="text"
          autoComplete="off"
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape') setDraft(text);
          }}
        />
      )}
    </FieldFrame>
  );
}
