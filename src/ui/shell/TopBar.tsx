/** The bar on top: the name, the run, the GPU, and that nothing leaves this computer. It refuses marks for the healthy. */

import { switchTexts } from '../../protocol/switches.ts';
import { useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { classes } from '../kit/classes.ts';
import { countOf } from '../kit/format.ts';
import { Icon } from '../kit/Icon.tsx';
import { PrivacyFact } from './PrivacyFact.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import styles from './TopBar.module.css';

export function TopBar({ onShowKeys }: { readonly onShowKeys: () => void }) {
  return (
    <header className={styles.bar}>
      <h1 className={styles.brand}>
        <Icon name="brand" />
        Gyrus
      </h1>
      <RunName />
      <div className={styles.facts}>
        <AdapterFact />
        <PrivacyFact />
        <span className={styles.keys}>
          <Button look="quiet" size="small" icon="keyboard" aria-haspopup="dialog" onClick={onShowKeys}>
            Keys <kbd>?</kbd>
          </Button>
        </span>
        <ThemeSwitch />
      </div>
    </header>
  );
}

function RunName() {
  const run = useAppState((state) => state.run);
  const name = useAppState((state) => state.dataset.summary?.name);
  const opened = useAppState((state) => state.weights.opened);
  const shown = run ? `${run.config.preset}, seed ${run.config.seed}` : opened && `weights of ${opened.config.preset}`;
  if (!name && !shown) return null;
  return (
    <p className={styles.run}>
      <b>{name ?? opened?.name}</b>
      {shown && <span>{shown}</span>}
    </p>
  );
}

function AdapterFact() {
  const engine = useAppState((state) => state.engine);
  const text = {
    starting: 'Looking for the GPU',
    ready: engine.adapter?.description ?? 'WebGPU',
    recovering: 'Starting the GPU again',
    unavailable: engine.failure?.code === 'no-webgpu' ? 'No WebGPU' : 'GPU not in use',
  }[engine.phase];
  const switched = engine.switches ? switchTexts(engine.switches) : [];
  const features = engine.adapter?.features.length ?? 0;
  return (
    <span
      className={classes(styles.fact, switched.length > 0 && styles.kept)}
      title={engine.adapter && `WebGPU, ${countOf(features, 'optional feature')}`}
    >
      <Icon name="gpu" />
      <b className={styles.adapter}>{text}</b>
      {engine.adapter?.software && <span className={styles.long}>slow: no GPU in use</span>}
      {switched.length > 0 && <span className={styles.switched}>{switched.join(', ')}</span>}
    </span>
  );
}
