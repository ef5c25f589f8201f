/** One curve of each of two runs over one axis, told apart by colour and dash, or as a table. It smooths losses, as it says. */
import { useMemo, useState } from 'react';
import type { RunStory } from '../../protocol/events.ts';
import { classes } from '../kit/classes.ts';
import { decimalText } from '../kit/format.ts';
import part from '../kit/Part.module.css';
import { Select } from '../kit/Select.tsx';
import { Switch } from '../kit/Toggle.tsx';
import { useSize } from '../kit/useSize.ts';
import { roundTicks, type Scale } from '../losses/lossScale.ts';
import { columnOf, type Plot, plotOf, rowOf } from '../losses/plot.ts';
import { lossText, tickText } from '../losses/seriesStyle.ts';
import { tableRows } from '../losses/tableRows.ts';
import styles from './RunCurves.module.css';
import { curveCaveat, curveChoices, curveScale, type StoryCurve, storyCurve } from './storyCurves.ts';

const HEIGHT = 200;
const KIMG_TICKS = 5;
const KIMG_DECIMALS = 3;
/** Below the plot, the kimg labels' baseline from the bottom. */
const LABEL_FOOT = 5;
const LABEL_GAP = 6;

export function RunCurves({ stories }: { readonly stories: readonly [RunStory, RunStory] }) {
  const choices = useMemo(() => curveChoices(stories), [stories]);
  const [chosen, setChosen] = useState(choices[0]?.value ?? 'Loss/G/loss');
  const [table, setTable] = useState(false);
  const choice = choices.find(({ value }) => value === chosen) ?? choices[0];
  const curves = useMemo(
    () => stories.map((story) => storyCurve(story, choice?.value ?? 'Loss/G/loss')) as [StoryCurve, StoryCurve],
    [stories, choice],
  );
  const caveat = choice && curveCaveat(stories, choice.value);
  const label = choice?.label ?? '';
  return (
    <figure className={part.figure}>
      <div className={styles.tools}>
        <Select label="Curve" value={chosen} options={choices} onChange={setChosen} />
        <Switch label="Curves as a table" checked={table} onChange={setTable} />
      </div>
      <ul className={styles.legend}>
        {stories.map(({ runId, name }, i) => (
          <li key={runId}>
            <svg className={styles.key} width="22" height="8" aria-hidden="true">
              <path className={classes(styles.line, i === 1 && styles.second)} d="M0 4H22" />
            </svg>
            {name}
          </li>
        ))}
      </ul>
      {table ? <CurveTable label={label} stories={stories} curves={curves} /> : <Chart label={label} curves={curves} />}
      <figcaption>
        {choice?.group === 'Training' ? 'Smoothed means of neighbouring steps, over kimg.' : 'As measured, over kimg.'}
        {caveat && ` ${caveat}`}
      </figcaption>
    </figure>
  );
}

function Chart({ label, curves }: { readonly label: string; readonly curves: readonly [StoryCurve, StoryCurve] }) {
  const [ref, size] = useSize<HTMLDivElement>();
  const scale = useMemo(() => curveScale(curves), [curves]);
  const kimgTicks = roundTicks(0, Math.max(...curves.map(({ kimg }) => kimg.at(-1) ?? 0)) || 1, KIMG_TICKS);
  const end = kimgTicks.at(-1) ?? 1;
  const plot = size && plotOf(size.width, HEIGHT, { above: false, below: true });
  return (
    <div ref={ref} className={styles.plot}>
      {plot && (
        <svg
          width={plot.width}
          height={plot.height}
          role="img"
          aria-label={`${label} of both runs over kimg. The same values are in the table.`}
        >
          <Axes plot={plot} scale={scale} kimgTicks={kimgTicks} end={end} />
          {curves.map((curve, i) => (
            <path
              key={i === 0 ? 'first' : 'second'}
              className={classes(styles.line, i === 1 && styles.second)}
              d={pathOf(curve, plot, scale, end)}
            />
          ))}
        </svg>
      )}
    </div>
  );
}

interface AxesProps {
  readonly plot: Plot;
  readonly scale: Scale;
  readonly kimgTicks: readonly number[];
  readonly end: number;
}

function Axes({ plot, scale, kimgTicks, end }: AxesProps) {
  return (
    <g className={styles.axes}>
      {scale.ticks.map((tick) => {
        const y = rowOf(plot, scale.place(tick), scale.low, scale.high);
        return (
          <g key={tick}>
            <path d={`M${plot.left} ${y}H${plot.width - plot.right}`} />
            <text x={plot.left - LABEL_GAP} y={y} textAnchor="end" dominantBaseline="middle">
              {tickText(tick)}
            </text>
          </g>
        );
      })}
      {kimgTicks.map((kimg) => (
        <text
          key={kimg}
          x={columnOf(plot, kimg, end)}
          y={plot.height - LABEL_FOOT}
          textAnchor={kimg === end ? 'end' : 'middle'}
        >
          {kimg === end ? `${tickText(kimg)} kimg` : tickText(kimg)}
        </text>
      ))}
    </g>
  );
}

/** A lone point is a short stroke, so that it is seen. */
function pathOf({ kimg, values }: StoryCurve, plot: Plot, scale: Scale, end: number): string {
  const points = values.flatMap((value, i) =>
    Number.isFinite(value)
      ? [
          `${columnOf(plot, kimg[i] ?? 0, end).toFixed(1)} ${rowOf(plot, scale.place(value), scale.low, scale.high).toFixed(1)}`,
        ]
      : [],
  );
  if (points.length === 0) return '';
  return points.length === 1 ? `M${points[0]}h2` : `M${points.join('L')}`;
}

interface CurveTableProps {
  readonly label: string;
  readonly stories: readonly [RunStory, RunStory];
  readonly curves: readonly [StoryCurve, StoryCurve];
}

function CurveTable({ label, stories, curves }: CurveTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={`${label}, table`}>
      <table className={styles.table}>
        <caption>Newest first.</caption>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">kimg</th>
            <th scope="col">{label}</th>
          </tr>
        </thead>
        <tbody>
          {stories.flatMap(({ runId, name }, i) => {
            const curve = curves[i] ?? curves[0];
            return tableRows(curve.kimg.length).indices.map((row) => (
              <tr key={`${runId} ${row}`}>
                <th scope="row">{name}</th>
                <td>{decimalText(curve.kimg[row] ?? 0, KIMG_DECIMALS)}</td>
                <td>{lossText(curve.values[row])}</td>
              </tr>
            ));
          })}
        </tbody>
      </table>
    </section>
  );
}
