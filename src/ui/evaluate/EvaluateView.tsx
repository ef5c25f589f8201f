/** The Evaluate view: how good the pictures are, whether they are copies, and what sets two kinds apart. It measures nothing. */
import { ComparePane } from '../compare/ComparePane.tsx';
import { CopiesPane } from '../copies/CopiesPane.tsx';
import { QuizPane } from '../quiz/QuizPane.tsx';
import styles from './EvaluateView.module.css';
import { MetricCharts } from './MetricCharts.tsx';
import { MetricsPane } from './MetricsPane.tsx';
import { RealAndGeneratedPane } from './RealAndGeneratedPane.tsx';

export function EvaluateView() {
  return (
    <div className={styles.view}>
      {/* One pane a line, in the order of the mock. */}
      <MetricsPane />
      <MetricCharts />
      <RealAndGeneratedPane />
      <QuizPane />
      <ComparePane />
      <CopiesPane />
    </div>
  );
}
