/** The Health region: a light with its reason, each signal that it is read from, and what Gyrus may do by itself. */
import { useAppState } from '../appContext.tsx';
import { classes } from '../kit/classes.ts';
import { Icon } from '../kit/Icon.tsx';
import { Pane } from '../kit/Pane.tsx';
import { positionText } from '../status/statusText.ts';
import { AutomaticRemedies } from './AutomaticRemedies.tsx';
import styles from './HealthPane.module.css';
import { keptText, LEVEL_WORDS, worstFirst } from './healthText.ts';
import { SignalRow } from './SignalRow.tsx';

export function HealthPane() {
  const health = useAppState((state) => state.run?.health);
  const advice = useAppState((state) => state.run?.advice);
  return (
    <Pane title="Health" sub={health ? `at ${positionText(health.nimg)} kimg` : undefined}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable to scroll by keyboard */}
      <section className={styles.scroll} aria-label="Signals" tabIndex={0}>
        {health ? (
          <>
            <p className={classes(styles.light, styles[health.level])}>
              <Icon name={LEVEL_WORDS[health.level].icon} />
              <span>
                <b>{LEVEL_WORDS[health.level].word}</b> {health.reason}
                {health.level === 'watch' || health.level === 'alarm'
                  ? ` Since ${positionText(health.sinceNimg)} kimg.`
                  : ''}
              </span>
            </p>
            <ul className={styles.signals}>
              {worstFirst(health.signals).map((reading) => (
                <SignalRow key={reading.signal} reading={reading} />
              ))}
            </ul>
          </>
        ) : (
          <p className={styles.light}>How the run is doing appears here with its first tick.</p>
        )}
        <div className={styles.foot}>
          {advice && <p>{advice.sentence}</p>}
          {health && keptText(health) !== '' && <p>{keptText(health)}</p>}
          <AutomaticRemedies />
        </div>
      </section>
    </Pane>
  );
}
