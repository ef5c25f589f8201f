/** The page from the first picture on: the rail with data set and run at the left, the chosen view beside it. */
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { ViewName } from '../../state/appState.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { DatasetPane } from '../dataset/DatasetPane.tsx';
import { EvaluateView } from '../evaluate/EvaluateView.tsx';
import { ExploreView } from '../explore/ExploreView.tsx';
import { DownloadWeightsButton } from '../export/DownloadWeightsButton.tsx';
import { ExportPane } from '../export/ExportPane.tsx';
import { HealthPane } from '../health/HealthPane.tsx';
import { LossesPane } from '../losses/LossesPane.tsx';
import { RunsPane } from '../runs/RunsPane.tsx';
import { SavedAge } from '../runs/SavedAge.tsx';
import { SamplesPane } from '../samples/SamplesPane.tsx';
import { TrainingPane } from '../training/TrainingPane.tsx';
import styles from './RunLayout.module.css';

export function RunLayout() {
  return (
    <main id="main" className={styles.run}>
      <div className={styles.rail}>
        <DatasetPane compact />
        <TrainingPane />
      </div>
      <Views />
    </main>
  );
}

/** Only the views that exist; what is not built is not drawn. */
function Views() {
  const view = useAppState((state) => state.view);
  const { showView } = useActions();
  return (
    <Tabs
      className={styles.work ?? ''}
      selectedKey={view}
      onSelectionChange={(key) => showView(key as ViewName)}
      keyboardActivation="manual"
    >
      <div className={styles.tabs}>
        <TabList aria-label="Run views" className={styles.list ?? ''}>
          <Tab id="watch" className={styles.tab ?? ''}>
            Watch
          </Tab>
          <Tab id="explore" className={styles.tab ?? ''}>
            Explore
          </Tab>
          <Tab id="evaluate" className={styles.tab ?? ''}>
            Evaluate
          </Tab>
          <Tab id="runs" className={styles.tab ?? ''}>
            Runs
          </Tab>
          <Tab id="export" className={styles.tab ?? ''}>
            Export
          </Tab>
        </TabList>
        <SavedAge />
        <DownloadWeightsButton />
      </div>
      <TabPanel id="watch" className={styles.watch ?? ''}>
        <SamplesPane />
        <div className={styles.curves}>
          <LossesPane />
          <HealthPane />
        </div>
      </TabPanel>
      <TabPanel id="explore" className={styles.single ?? ''}>
        <ExploreView />
      </TabPanel>
      <TabPanel id="evaluate" className={styles.single ?? ''}>
        <EvaluateView />
      </TabPanel>
      <TabPanel id="runs" className={styles.single ?? ''}>
        <RunsPane wide />
      </TabPanel>
      <TabPanel id="export" className={styles.single ?? ''}>
        <ExportPane />
      </TabPanel>
    </Tabs>
  );
}
