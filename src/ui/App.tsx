/** The page: top bar, run strip, notices, and the layout that the state asks for. It wires nothing; main.tsx does. */
import { useCallback, useState } from 'react';
import { hasPicture } from '../state/questions.ts';
import type { AppStore } from '../state/store.ts';
import styles from './App.module.css';
import type { Actions } from './actions.ts';
import { AppProvider, useAppState } from './appContext.tsx';
import { CopiesDialog } from './copies/CopiesDialog.tsx';
import { Notices } from './notices/Notices.tsx';
import { NoWebGpu } from './notices/NoWebGpu.tsx';
import { KeysDialog } from './shell/KeysDialog.tsx';
import { PrepareLayout } from './shell/PrepareLayout.tsx';
import { RunLayout } from './shell/RunLayout.tsx';
import { TopBar } from './shell/TopBar.tsx';
import { useKeys } from './shell/useKeys.ts';
import { RunStrip } from './status/RunStrip.tsx';
import './tokens.css';
import './global.css';

interface AppProps {
  readonly store: AppStore;
  readonly actions: Actions;
}

export function App({ store, actions }: AppProps) {
  const [keysShown, setKeysShown] = useState(false);
  const showKeys = useCallback(() => setKeysShown(true), []);
  useKeys(store, actions, showKeys, keysShown);
  return (
    <AppProvider store={store} actions={actions}>
      <a className={styles.skip} href="#main">
        Skip to the page
      </a>
      <div className={styles.page}>
        <TopBar onShowKeys={showKeys} />
        <RunStrip />
        <Notices />
        <Layout />
      </div>
      <CopiesDialog />
      <KeysDialog open={keysShown} onClose={() => setKeysShown(false)} />
    </AppProvider>
  );
}

function Layout() {
  const engineFailure = useAppState((state) => state.engine.failure);
  const running = useAppState(hasPicture);
  if (engineFailure?.code === 'no-webgpu') {
    return (
      <main id="main" className={styles.alone}>
        <NoWebGpu failure={engineFailure} />
      </main>
    );
  }
  return running ? <RunLayout /> : <PrepareLayout />;
}
