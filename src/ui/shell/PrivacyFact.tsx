/** The bar's short words on privacy; the Dataset pane has the line in full. "Works offline" is said only where it is so. */
import { useAppState } from '../appContext.tsx';
import { Icon } from '../kit/Icon.tsx';
import { NOTHING_LEAVES, privacyText } from './privacyText.ts';
import styles from './TopBar.module.css';

export function PrivacyFact() {
  const offline = useAppState((state) => state.offline);
  return (
    <span className={styles.fact} title={privacyText(offline, location.host)}>
      <Icon name="shield" />
      <b>{NOTHING_LEAVES}</b>
      {offline?.kept && <span className={styles.long}>works offline</span>}
    </span>
  );
}
