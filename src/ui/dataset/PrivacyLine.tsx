/** Before any data is given: what becomes of it. It says what was found to hold, and no more. */
import { useAppState } from '../appContext.tsx';
import { Icon } from '../kit/Icon.tsx';
import { privacyText } from '../shell/privacyText.ts';
import styles from './PrivacyLine.module.css';

export function PrivacyLine() {
  const offline = useAppState((state) => state.offline);
  return (
    <p className={styles.line}>
      <Icon name="shield" />
      <span>{privacyText(offline, location.host)}</span>
    </p>
  );
}
