/** What Gyrus may do by itself when an alarm begins; nothing unless a person allows it. */
import type { RemedyKind } from '../../protocol/judging.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Disclosure } from '../kit/Disclosure.tsx';
import { Switch } from '../kit/Toggle.tsx';
import styles from './HealthPane.module.css';
import { AUTOMATIC_REMEDIES, automaticText } from './healthText.ts';

export function AutomaticRemedies() {
  const allowed = useAppState((state) => state.judge.automatic);
  const { allowRemedies } = useActions();
  const allow = (kind: RemedyKind, isAllowed: boolean) =>
    allowRemedies(isAllowed ? [...allowed, kind] : allowed.filter((other) => other !== kind));
  return (
    <Disclosure title={automaticText(allowed)}>
      <fieldset className={styles.switches} aria-label="Gyrus may by itself">
        {AUTOMATIC_REMEDIES.map(({ kind, words }) => (
          <Switch
            key={kind}
            label={`${words.charAt(0).toUpperCase()}${words.slice(1)}`}
            checked={allowed.includes(kind)}
            onChange={(isAllowed) => allow(kind, isAllowed)}
          />
        ))}
        <p className={styles.note}>
          When an alarm begins, the gentlest of these that may help is taken at once, marked in the curves, and can be
          undone. Another waits for the next measurement.
        </p>
      </fieldset>
    </Disclosure>
  );
}
