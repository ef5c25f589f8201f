/**
 * The same seeds drawn by both sides, with their differences, and the mean difference over many seeds. It asks when told to,
 * and says what grey means.
 */
import { useState } from 'react';
import type { SeedPairs as Pairs, Side } from '../../protocol/comparison.ts';
import { type Failure, toFailure } from '../../protocol/failure.ts';
import { useActions } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { countOf, decimalText } from '../kit/format.ts';
import { NumberField } from '../kit/NumberField.tsx';
import part from '../kit/Part.module.css';
import { kimgOf, pairsProblem } from './compareText.ts';
import { PlainSheet } from './PlainSheet.tsx';
import styles from './SeedPairs.module.css';

interface SeedPairsProps {
  readonly sides: readonly [Side, Side];
  readonly seed: number;
  readonly psi: number;
}

const FIRST_COUNT = 64;

export function SeedPairs({ sides, seed, psi }: SeedPairsProps) {
  const { drawPairs } = useActions();
  const [count, setCount] = useState(FIRST_COUNT);
  const [pairs, setPairs] = useState<Pairs>();
  const [failure, setFailure] = useState<Failure>();
  const [asking, setAsking] = useState(false);
  const problem = pairsProblem(count);

  async function draw(): Promise<void> {
    setAsking(true);
    setFailure(undefined);
    try {
      setPairs(await drawPairs(sides, seed, count, { psi, noise: 'constant' }));
    } catch (error) {
      setFailure(toFailure(error));
    }
    setAsking(false);
  }

  return (
    <section className={part.part} aria-label="Same seeds" aria-busy={asking}>
      <div className={part.head}>
        <h3>Same seeds</h3>
        <div className={styles.controls}>
          <NumberField
            label="Seeds averaged"
            hideLabel
            unit="seeds averaged"
            value={count}
            problem={problem}
            onCommit={setCount}
          />
          <Button obstacle={asking ? 'Pairs are being drawn.' : problem} onClick={draw}>
            Draw pairs
          </Button>
        </div>
      </div>
      {failure && <FailureNotice title="The pairs were not drawn" failure={failure} />}
      {pairs ? (
        <DrawnPairs pairs={pairs} />
      ) : (
        <p className={part.quiet}>
          {asking
            ? 'Drawing pairs.'
            : 'The same seed drawn by both sides differs by the side alone: where, and how much on average.'}
        </p>
      )}
    </section>
  );
}

function DrawnPairs({ pairs }: { readonly pairs: Pairs }) {
  const { names, seeds, sheet, mean, averaged, gain, look, nimg } = pairs;
  const [a, b] = names;
  const rows = [a, b, `${b} − ${a}`];
  const last = seeds.at(-1);
  const kimg = nimg[0] === nimg[1] ? kimgOf(nimg[0]) : `${kimgOf(nimg[0])} and ${kimgOf(nimg[1])}`;
  return (
    <div className={styles.drawn}>
      <figure className={styles.figure}>
        <div className={styles.table}>
          <ul className={styles.rows} aria-hidden="true">
            {rows.map((row) => (
              <li key={row} title={row}>
                {row}
              </li>
            ))}
          </ul>
          <PlainSheet sheet={sheet} label={`Pairs of the same seeds, row by row ${rows.join(', ')}`} />
        </div>
        <figcaption>
          Seeds {seeds[0]} to {last}, psi {decimalText(look.psi, 2)}, {kimg} kimg. Difference: middle grey is none,
          lighter where {b} is lighter.
        </figcaption>
      </figure>
      <figure className={styles.figure}>
        <div className={styles.mean}>
          <PlainSheet sheet={mean} label={`Mean difference, ${b} less ${a}, over ${countOf(averaged, 'seed')}`} />
        </div>
        <figcaption>
          Mean of {b} − {a} over {countOf(averaged, 'seed')}
          {gain > 1 ? `, stretched ${gain} times` : ''}. With few seeds much of it is chance.
        </figcaption>
      </figure>
    </div>
  );
}
