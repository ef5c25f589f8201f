/** "Blind quiz": real or generated, one picture at a time, and what the answers come to. It draws no picture itself. */
import { useState } from 'react';
import { QUIZ_PICTURES, type Quiz } from '../../protocol/quiz.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { fromText } from '../explore/exploreText.ts';
import { Button } from '../kit/Button.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { NumberField } from '../kit/NumberField.tsx';
import { Pane, PaneBody } from '../kit/Pane.tsx';
import styles from './Quiz.module.css';
import { QuizQuestion } from './QuizQuestion.tsx';
import { QuizResult } from './QuizResult.tsx';

export function QuizPane() {
  const { drawing, quiz, answers, failure } = useAppState((state) => state.quiz);
  const { drawQuiz, endQuiz } = useActions();
  const [count, setCount] = useState<number>(QUIZ_PICTURES.usual);
  const isDone = quiz !== undefined && answers.length === quiz.pictures.length;
  const again = () => void drawQuiz(count);
  return (
    <Pane
      title="Blind quiz"
      sub={quiz ? sourceText(quiz) : 'real or generated?'}
      head={
        quiz && (
          <Button size="small" look="quiet" onClick={endQuiz}>
            {isDone ? 'Close the quiz' : 'End the quiz'}
          </Button>
        )
      }
    >
      <PaneBody>
        {failure && <FailureNotice title="There is no quiz" failure={failure} />}
        {!quiz && <Start count={count} drawing={drawing} onCount={setCount} onStart={again} />}
        {quiz && !isDone && <QuizQuestion quiz={quiz} answered={answers.length} />}
        {quiz && isDone && <QuizResult quiz={quiz} answers={answers} onAgain={again} />}
      </PaneBody>
    </Pane>
  );
}

interface StartProps {
  readonly count: number;
  readonly drawing: boolean;
  readonly onCount: (count: number) => void;
  readonly onStart: () => void;
}

function Start({ count, drawing, onCount, onStart }: StartProps) {
  const problem = countProblem(count);
  return (
    <div className={styles.start}>
      <p className={styles.note}>
        Real slices and generated pictures in a random order, half of each, all prepared the same way. The reals are
        held-out slices where there are enough of them.
      </p>
      <div className={styles.row}>
        <NumberField label="Pictures in the quiz" value={count} problem={problem} onCommit={onCount} />
        <Button
          icon="play"
          obstacle={drawing ? 'The pictures are being drawn.' : problem}
          aria-busy={drawing}
          onClick={onStart}
        >
          {drawing ? 'Drawing pictures' : 'Start the quiz'}
        </Button>
      </div>
    </div>
  );
}

function countProblem(count: number): string | undefined {
  const { least, most } = QUIZ_PICTURES;
  if (Number.isInteger(count / 2) && count >= least && count <= most) return undefined;
  return `Take an even number from ${least} to ${most}.`;
}

/** "held-out slices, from the EMA weights at 281.0 kimg". */
function sourceText({ realsOf, from }: Quiz): string {
  return `${realsOf === 'held-out' ? 'held-out slices' : 'training slices'} and pictures ${fromText(from)}`;
}
