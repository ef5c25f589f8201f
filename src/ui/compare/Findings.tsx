/** What a comparison found: the real control beside what is generated, the numbers, and the sentence. It draws what it is given. */
import { useState } from 'react';
import type { Comparison } from '../../protocol/comparison.ts';
import { Icon } from '../kit/Icon.tsx';
import part from '../kit/Part.module.css';
import { Switch } from '../kit/Toggle.tsx';
import styles from './ComparePane.module.css';
import { basisText, methodText } from './compareText.ts';
import { Scatter } from './Scatter.tsx';
import { SeparationTable } from './SeparationTable.tsx';

export function Findings({ comparison }: { readonly comparison: Comparison }) {
  const [table, setTable] = useState(false);
  const { real, generated, names, noControl, sentence } = comparison;
  const shared = { method: methodText(comparison.method), names, table };
  return (
    <div className={styles.findings}>
      <div className={styles.planes}>
        {real ? (
          <Scatter title="Real, the control" {...shared} embedded={real.embedded} hollow />
        ) : (
          <p className={styles.missing}>
            <b>No real control</b>
            <br />
            {noControl && capital(noControl)}
          </p>
        )}
        <Scatter title="Generated" {...shared} embedded={generated.embedded} hollow={false} />
      </div>
      <Switch label="Points as a table" checked={table} onChange={setTable} />
      <SeparationTable comparison={comparison} />
      <p className={styles.sentence} aria-live="polite">
        <Icon name="info" />
        <span>{sentence}</span>
      </p>
      <p className={part.quiet}>{basisText(comparison)}</p>
    </div>
  );
}

const capital = (sentence: string) => `${sentence[0]?.toUpperCase() ?? ''}${sentence.slice(1)}`;
