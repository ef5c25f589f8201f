/** "Find a real picture": what is looked for, how far the search is, and what it found beside the real one. It searches nothing. */
import { useState } from 'react';
import type { DrawnFrom } from '../../protocol/explore.ts';
import { PROJECTION_STEPS, type ProjectionTarget, type ShownSlice } from '../../protocol/projection.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { NumberField } from '../kit/NumberField.tsx';
import { Pane, PaneBody } from '../kit/Pane.tsx';
import { Progress } from '../kit/Progress.tsx';
import { Select } from '../kit/Select.tsx';
import { wholeProblem } from './exploreText.ts';
import { FoundPicture } from './FoundPicture.tsx';
import { LossCurve } from './LossCurve.tsx';
import styles from './ProjectionPane.module.css';
import { SoughtPicture } from './SoughtPicture.tsx';
import { lossText } from './searchCurve.ts';

const { least, usual, most } = PROJECTION_STEPS;
/** Stands for no class. */
const ANY = '';

interface ProjectionPaneProps {
  /** Undefined until the first pictures are there. */
  readonly from: DrawnFrom | undefined;
}

export function ProjectionPane({ from }: ProjectionPaneProps) {
  const { progress, found, failure } = useAppState((state) => state.projection);
  const { projectPicture, stopProjecting } = useActions();
  const [slice, setSlice] = useState<ShownSlice>();
  const [file, setFile] = useState<File>();
  const [steps, setSteps] = useState<number>(usual);
  const [className, setClassName] = useState(ANY);
  const stepsProblem = wholeProblem(steps, least, most);
  const target: ProjectionTarget | undefined = file
    ? { kind: 'file', file }
    : slice && { kind: 'slice', index: slice.index };
  const obstacle = progress ? 'A search is under way.' : target ? stepsProblem : 'Choose a slice or a file first.';
  const begin = () => {
    if (target) void projectPicture(target, steps, className === ANY ? undefined : className);
  };
  const classes = from?.classes ?? [];
  return (
    <Pane title="A real picture in w" sub="what can the generator draw of it?">
      <PaneBody>
        <div className={styles.sides}>
          <div className={styles.side}>
            <SoughtPicture slice={slice} file={file} onSlice={setSlice} onFile={setFile} />
            <div className={styles.row}>
              <NumberField label="Steps" value={steps} problem={stepsProblem} onCommit={setSteps} />
              {classes.length > 0 && (
                <Select
                  label="Begin at the mean of"
                  value={className}
                  options={[
                    { value: ANY, label: 'all classes' },
                    ...classes.map((name) => ({ value: name, label: name })),
                  ]}
                  onChange={setClassName}
                />
              )}
              <Button icon="play" obstacle={obstacle} onClick={begin}>
                Find it in w
              </Button>
            </div>
          </div>
          <div className={styles.side}>
            {failure && <FailureNotice title="The picture was not found" failure={failure} />}
            {progress && (
              <section className={styles.search} aria-label="Search in w">
                <div className={styles.row}>
                  <Progress
                    label="Steps done"
                    text={`Step ${progress.step} of ${progress.of}${distanceText(progress.losses.at(-1)?.loss)}`}
                    done={progress.step}
                    total={progress.of}
                  />
                  <Button look="quiet" onClick={stopProjecting}>
                    Stop the search
                  </Button>
                </div>
                {progress.sheet && <FoundPicture sheet={progress.sheet} name={`step ${progress.step}`} />}
                <LossCurve points={progress.losses} of={progress.of} />
              </section>
            )}
            {found && (
              <section className={styles.search} aria-label="Found in w">
                <FoundPicture sheet={found.sheet} name={found.target} from={found.from} />
                <p className={styles.note}>
                  Distance {lossText(found.distances.found)}, against {lossText(found.distances.start)} of the mean
                  picture, after {found.losses.length} steps. Compared in {found.distance}. The noise planes stay as
                  they are, so fine grain is not matched.
                </p>
                <LossCurve points={pointsOf(found.losses)} of={found.losses.length} />
              </section>
            )}
            {!progress && !found && !failure && (
              <p className={styles.note}>
                The search starts at the mean picture and moves w downhill. A held-out slice that is found well is one
                that the generator can draw without having seen it.
              </p>
            )}
          </div>
        </div>
      </PaneBody>
    </Pane>
  );
}

const distanceText = (loss: number | undefined) => (loss === undefined ? '' : `, distance ${lossText(loss)}`);

function pointsOf(losses: Float32Array) {
  return Array.from(losses, (loss, index) => ({ step: index + 1, loss }));
}
