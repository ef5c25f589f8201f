/** Style mixing, the way from the chosen row to the chosen column, and principal directions: all that is done to w. */
import { useState } from 'react';
import type { DrawnFrom } from '../../protocol/explore.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { Pane, PaneBody } from '../kit/Pane.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { Directions } from './Directions.tsx';
import { layersOf, lookText, type Scale, scaleLabel, scalesOf, seedsFrom } from './exploreText.ts';
import styles from './MixingPane.module.css';
import { PickSheet } from './PickSheet.tsx';
import { SeedWalk } from './SeedWalk.tsx';
import { useDrawn } from './useDrawn.ts';

const ROWS = 4;
const COLUMNS = 5;
const FIRST_MIXED = 1002;
/** The first cell of the table, behind its heads. */
const FIRST_CELL = COLUMNS + 2;

interface MixingPaneProps {
  /** Undefined until the first pictures are there. */
  readonly from: DrawnFrom | undefined;
  /** How often the networks were taken anew. */
  readonly round: number;
  /** The seed that is looked at in the other pane. */
  readonly seed: number;
}

export function MixingPane({ from, round, seed }: MixingPaneProps) {
  const look = useAppState((state) => state.explore.look);
  const { drawMix } = useActions();
  const [first, setFirst] = useState(FIRST_MIXED);
  const [scale, setScale] = useState<Scale>('fine');
  const [picked, setPicked] = useState(FIRST_CELL);
  const rows = seedsFrom(first, ROWS);
  const columns = seedsFrom(first + ROWS, COLUMNS);
  const layers = from && layersOf(scale, from.layers);
  const wish = layers && JSON.stringify([first, layers, look, round]);
  const { answer, failure, asking } = useDrawn(wish, () => drawMix(rows, columns, layers ?? { from: 0, to: 0 }, look));
  const row = rows[Math.max(0, Math.floor(picked / (COLUMNS + 1)) - 1)] ?? first;
  const column = columns[Math.max(0, (picked % (COLUMNS + 1)) - 1)] ?? first;
  return (
    <Pane
      title="Style mixing"
      head={
        <>
          <span className={styles.quiet}>
            {COLUMNS} columns, {ROWS} rows
          </span>
          <Button size="small" icon="shuffle" onClick={() => setFirst(first + ROWS + COLUMNS)}>
            Other seeds to mix
          </Button>
        </>
      }
    >
      <PaneBody>
        {failure && <FailureNotice title="The table could not be drawn" failure={failure} />}
        {answer && (
          <figure className={styles.table} aria-busy={asking}>
            <PickSheet
              sheet={answer.sheet}
              label="Style mixing"
              names={namesOf(rows, columns, scale)}
              picked={picked}
              onPick={setPicked}
              corner={[`${scale} styles from`, 'the rest from']}
            />
            <Scales layers={answer.from.layers} scale={scale} onChoose={setScale} />
            <figcaption>
              Row seed <b>{row}</b>, {scale} styles of column seed <b>{column}</b>, {lookText(look, answer.from)}
            </figcaption>
          </figure>
        )}
        {from && <SeedWalk seeds={[row, column]} look={look} from={from} round={round} />}
        {from && <Directions seed={seed} look={look} from={from} />}
      </PaneBody>
    </Pane>
  );
}

function Scales({
  layers,
  scale,
  onChoose,
}: {
  readonly layers: number;
  readonly scale: Scale;
  readonly onChoose: (scale: Scale) => void;
}) {
  return (
    <div className={styles.field}>
      <span className={styles.quiet}>Take from the column</span>
      <Segmented
        label="Layers from the column"
        value={scale}
        options={scalesOf(layers).map((value) => ({ value, label: scaleLabel(value, layers) }))}
        onChange={onChoose}
        full
      />
    </div>
  );
}

/** Of each place in the table, row by row; the corner has none. */
function namesOf(rows: readonly number[], columns: readonly number[], scale: Scale): (string | undefined)[] {
  return [
    undefined,
    ...columns.map((column) => `Column seed ${column}`),
    ...rows.flatMap((row) => [
      `Row seed ${row}`,
      ...columns.map((column) => `Seed ${row} with ${scale} styles of seed ${column}`),
    ]),
  ];
}
