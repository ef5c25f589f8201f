/** What the answers come to: accuracy with its exact interval, in words, and the pictures that were taken for the other kind. */
import type { Quiz } from '../../protocol/quiz.ts';
import { TileCanvas } from '../explore/TileCanvas.tsx';
import { Button } from '../kit/Button.tsx';
import { countOf, percentText } from '../kit/format.ts';
import { KeyValue } from '../kit/KeyValue.tsx';
import styles from './Quiz.module.css';
import { quizScore } from './quizText.ts';

interface QuizResultProps {
  readonly quiz: Quiz;
  readonly answers: readonly boolean[];
  readonly onAgain: () => void;
}

export function QuizResult({ quiz, answers, onAgain }: QuizResultProps) {
  const { right, of, interval, fooled, doubted, sentence } = quizScore(quiz.areReal, answers);
  const wrong = quiz.areReal.flatMap((isReal, index) => (isReal === answers[index] ? [] : [{ index, isReal }]));
  const facts = [
    { name: 'Right', value: `${right} of ${of}, ${percentText(right / of)}` },
    { name: '95 % interval', value: `${percentText(interval.low)} to ${percentText(interval.high)} (Clopper–Pearson)` },
    { name: 'Guessing', value: '50 %' },
    { name: 'Generated, taken for real', value: `${fooled} of ${of / 2}` },
    { name: 'Real, taken for generated', value: `${doubted} of ${of / 2}` },
  ];
  return (
    <div className={styles.result}>
      <p role="status">{sentence}</p>
      {quiz.realsOf === 'train' && (
        <p className={styles.note}>
          The reals were training slices: a generator that copies them would look just as real. Hold subjects out for a
          fairer quiz.
        </p>
      )}
      <KeyValue facts={facts} />
      <Button icon="play" onClick={onAgain}>
        Again
      </Button>
      {wrong.length > 0 && (
        <section aria-label="Taken for the other kind" className={styles.wrong}>
          <h3>{countOf(wrong.length, 'picture')} taken for the other kind</h3>
          <ul>
            {wrong.map(({ index, isReal }) => (
              <li key={index}>
                <TileCanvas
                  sheet={quiz.pictures[index] as Quiz['pictures'][number]}
                  index={0}
                  label={`Picture ${index + 1}, which is ${isReal ? 'real' : 'generated'}`}
                />
                <span className={styles.note}>
                  {index + 1}: {isReal ? 'real' : 'generated'}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
