/** How far the run is, by resolution: done and to do, with the fades as ramps. Before a run it shows the plan of the form. */
import { useId, useMemo } from 'react';
import type { StagePlan } from '../../protocol/events.ts';
import { planStages } from '../../protocol/plan.ts';
import type { AppState } from '../../state/appState.ts';
import { useAppState } from '../appContext.tsx';
import { decimalText, sideText } from '../kit/format.ts';
import styles from './ResolutionProgress.module.css';
import { SHAPE_HEIGHT, stageAt, stagePath } from './stageShapes.ts';
import { kimgText } from './statusText.ts';

/** Without a data set the length of an epoch is unknown; the stages keep their proportions with any. */
const ANY_EPOCH = 1000;
/** A stage narrower than this share of the whole has no room for "128 × 128", only for "128". */
const ROOM_FOR_SIDE = 0.08;

export function ResolutionProgress() {
  const plan = useAppState((state) => state.run?.plan);
  const config = useAppState((state) => state.config);
  const valid = useAppState((state) => Object.keys(state.problems).length === 0);
  const slices = useAppState((state) => state.dataset.summary?.trainingSlices);
  const now = useAppState((state) => state.run?.now);
  const stages = useMemo(
    () => plan?.stages ?? (valid ? planStages(config, slices ?? ANY_EPOCH) : []),
    [plan, config, valid, slices],
  );
  const total = stages.at(-1)?.endNimg ?? 0;
  if (total === 0) return null;
  const nimg = Math.min(now?.nimg ?? 0, total);
  return (
    <div
      className={styles.progress}
      role="progressbar"
      aria-label="Progress by resolution"
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={nimg}
      aria-valuetext={now ? valueText(now, total) : 'not started'}
    >
      <Shapes stages={stages} total={total} nimg={nimg} started={now !== undefined} />
      <Labels stages={stages} total={total} now={now} />
    </div>
  );
}

type Now = NonNullable<NonNullable<AppState['run']>['now']>;

function valueText(now: Now, total: number): string {
  const fading = now.alpha < 1 ? `, fading in, alpha ${decimalText(now.alpha, 2)}` : '';
  return `${kimgText(now.nimg)} of ${kimgText(total)} kimg, resolution ${now.resolution}${fading}`;
}

interface ShapesProps {
  readonly stages: readonly StagePlan[];
  readonly total: number;
  readonly nimg: number;
  readonly started: boolean;
}

function Shapes({ stages, total, nimg, started }: ShapesProps) {
  const clip = useId();
  const path = useMemo(() => stagePath(stages, total), [stages, total]);
  return (
    <svg viewBox={`0 0 ${total} ${SHAPE_HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path className={styles.todo} d={path} />
      {started && (
        <>
          <clipPath id={clip}>
            <rect x="0" y="0" width={nimg} height={SHAPE_HEIGHT} />
          </clipPath>
          <path className={styles.done} clipPath={`url(#${clip})`} d={path} />
          <path className={styles.now} d={`M${nimg} 1V${SHAPE_HEIGHT}`} />
        </>
      )}
    </svg>
  );
}

interface LabelsProps {
  readonly stages: readonly StagePlan[];
  readonly total: number;
  readonly now: Now | undefined;
}

function Labels({ stages, total, now }: LabelsProps) {
  const current = now && stageAt(stages, now.nimg);
  const columns = stages.map(({ startNimg, endNimg }) => `minmax(0, ${endNimg - startNimg}fr)`).join(' ');
  return (
    <div className={styles.labels} style={{ gridTemplateColumns: columns }} aria-hidden="true">
      {stages.map((stage) => {
        const isCurrent = stage === current;
        const wide = (stage.endNimg - stage.startNimg) / total > ROOM_FOR_SIDE;
        const past = now !== undefined && stage.endNimg <= now.nimg && !isCurrent;
        const ahead = now === undefined || (!past && !isCurrent);
        return (
          <span key={stage.startNimg} className={isCurrent ? styles.current : past ? styles.past : undefined}>
            {isCurrent || (ahead && wide) ? sideText(stage.resolution) : stage.resolution}
            {isCurrent && now && now.alpha < 1 && <small> fading in, alpha {decimalText(now.alpha, 2)}</small>}
          </span>
        );
      })}
    </div>
  );
}
