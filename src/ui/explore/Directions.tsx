/**
 * Principal directions of w as sliders for the seed that is looked at. They belong to the weights of the moment they were
 * found at, and are found anew only when asked.
 */
import { useState } from 'react';
import type { DrawnFrom, Look } from '../../protocol/explore.ts';
import { type Failure, toFailure } from '../../protocol/failure.ts';
import { useActions } from '../appContext.tsx';
import type { FoundDirections } from '../exploreActions.ts';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { decimalText, percentText } from '../kit/format.ts';
import part from '../kit/Part.module.css';
import { Slider } from '../kit/Slider.tsx';
import styles from './Directions.module.css';
import { fromText } from './exploreText.ts';
import { TileCanvas } from './TileCanvas.tsx';
import { useDrawn } from './useDrawn.ts';

/** Steps of w, whose elements vary by about 1. */
const FURTHEST = 5;
const STEP = 0.1;

interface DirectionsProps {
  readonly seed: number;
  readonly look: Look;
  readonly from: DrawnFrom;
}

export function Directions({ seed, look, from }: DirectionsProps) {
  const { findDirections } = useActions();
  const [found, setFound] = useState<FoundDirections>();
  const [failure, setFailure] = useState<Failure>();
  const [finding, setFinding] = useState(false);
  const find = async () => {
    setFinding(true);
    setFailure(undefined);
    try {
      setFound(await findDirections());
    } catch (error) {
      setFailure(toFailure(error));
    }
    setFinding(false);
  };
  return (
    <section className={part.part} aria-label="Principal directions">
      <div className={part.head}>
        <h3>Principal directions of w</h3>
        <Button size="small" obstacle={finding ? 'Directions are being found.' : undefined} onClick={find}>
          {found ? 'Find again' : 'Find directions'}
        </Button>
      </div>
      {failure && <FailureNotice title="No directions were found" failure={failure} />}
      {found ? (
        <Sliders key={found.requestId} found={found} seed={seed} look={look} nimg={from.nimg} />
      ) : (
        <p className={part.quiet}>
          The ways in w that change the styles most, from the weights alone. What each changes is for you to see.
        </p>
      )}
    </section>
  );
}

function Sliders({
  found,
  seed,
  look,
  nimg,
}: {
  readonly found: FoundDirections;
  readonly seed: number;
  readonly look: Look;
  /** Of the networks that the other pictures show: drawn anew with them. */
  readonly nimg: number;
}) {
  const { drawShift } = useActions();
  const { directions, shares } = found;
  const [amounts, setAmounts] = useState<readonly number[]>(directions.map(() => 0));
  const wish = JSON.stringify([seed, amounts, look, nimg]);
  const { answer, failure, asking } = useDrawn(wish, () => drawShift(seed, shiftOf(directions, amounts), look));
  const set = (index: number, amount: number) => setAmounts(amounts.map((old, i) => (i === index ? amount : old)));
  return (
    <div className={styles.sliders} aria-busy={asking}>
      <figure className={styles.picture}>
        {answer && <TileCanvas sheet={answer.sheet} index={0} label={`Seed ${seed}, moved along the directions`} />}
        <figcaption className={part.quiet}>Seed {seed}, moved</figcaption>
      </figure>
      <div className={styles.list}>
        {failure && <FailureNotice title="The picture could not be drawn" failure={failure} />}
        {amounts.map((amount, index) => (
          <Slider
            // biome-ignore lint/suspicious/noArrayIndexKey: directions do not move
            key={index}
            label={`Direction ${index + 1}`}
            value={amount}
            minimum={-FURTHEST}
            maximum={FURTHEST}
            step={STEP}
            onChange={(value) => set(index, value)}
            valueText={decimalText(amount, 1)}
            spokenValue={`${decimalText(amount, 1)}; ${percentText(shares[index] ?? 0)} of what w can move`}
          />
        ))}
        <div className={part.head}>
          <span className={part.quiet}>
            Found {fromText(found.from)}; {percentText(shares.reduce((sum, share) => sum + share, 0))} of what w can
            move
          </span>
          <Button size="small" look="quiet" onClick={() => setAmounts(directions.map(() => 0))}>
            All to 0
          </Button>
        </div>
      </div>
    </div>
  );
}

/** The directions, each as far as its slider says, added up. */
function shiftOf(directions: readonly Float32Array[], amounts: readonly number[]): Float32Array {
  const shift = new Float32Array(directions[0]?.length ?? 0);
  directions.forEach((direction, k) => {
    for (let i = 0; i < shift.length; i++) shift[i] = (shift[i] ?? 0) + (amounts[k] ?? 0) * (direction[i] ?? 0);
  });
  return shift;
}
