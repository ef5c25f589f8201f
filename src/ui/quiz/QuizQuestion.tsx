/** One picture of the quiz and the two answers, by button or by the keys r and g. It tells nothing about the last answer. */
import { useEffect, useEffectEvent } from 'react';
import type { Quiz } from '../../protocol/quiz.ts';
import { useActions } from '../appContext.tsx';
import { TileCanvas } from '../explore/TileCanvas.tsx';
import { Button } from '../kit/Button.tsx';
import { Progress } from '../kit/Progress.tsx';
import styles from './Quiz.module.css';

const WRITING = 'input, textarea, select';

interface QuizQuestionProps {
  readonly quiz: Quiz;
  /** Pictures that have an answer. */
  readonly answered: number;
}

export function QuizQuestion({ quiz, answered }: QuizQuestionProps) {
  const { answerQuiz } = useActions();
  const of = quiz.pictures.length;
  const answerByKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target instanceof Element && event.target.matches(WRITING)) return;
    if (event.key === 'r') answerQuiz(true);
    else if (event.key === 'g') answerQuiz(false);
  });
  useEffect(() => {
    document.addEventListener('keydown', answerByKey);
    return () => document.removeEventListener('keydown', answerByKey);
  }, []);
  const picture = quiz.pictures[answered];
  return (
    <div className={styles.question}>
      <Progress label="Pictures answered" text={`Picture ${answered + 1} of ${of}`} done={answered} total={of} />
      <div className={styles.picture}>
        {picture && (
          <TileCanvas sheet={picture} index={0} label={`Picture ${answered + 1} of ${of}: real or generated?`} />
        )}
      </div>
      <div className={styles.row}>
        <Button size="large" grow aria-keyshortcuts="r" onClick={() => answerQuiz(true)}>
          Real
        </Button>
        <Button size="large" grow aria-keyshortcuts="g" onClick={() => answerQuiz(false)}>
          Generated
        </Button>
      </div>
      <p className={styles.note}>
        Keys: <kbd>r</kbd> for real, <kbd>g</kbd> for generated.
      </p>
    </div>
  );
}
