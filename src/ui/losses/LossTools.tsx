/** The controls above the curves: smoothing and log scale, with the rule that the log scale follows. */
import { Slider } from '../kit/Slider.tsx';
import { Switch } from '../kit/Toggle.tsx';
import styles from './LossesPane.module.css';
import { LOG_RULE } from './lossScale.ts';
import { type LossSettings, MOST_SMOOTHING } from './lossSettings.ts';

interface LossToolsProps {
  readonly settings: LossSettings;
  readonly onChange: (change: Partial<LossSettings>) => void;
}

export function LossTools({ settings, onChange }: LossToolsProps) {
  return (
    <div className={styles.tools}>
      <div className={styles.smoothing}>
        <Slider
          label="Smoothing"
          value={settings.smoothing}
          minimum={0}
          maximum={MOST_SMOOTHING}
          step={0.01}
          onChange={(smoothing) => onChange({ smoothing })}
          valueText={settings.smoothing.toFixed(2)}
        />
      </div>
      <Switch label="Log scale" checked={settings.log} onChange={(log) => onChange({ log })} />
      {settings.log && <p className={styles.rule}>{LOG_RULE}</p>}
    </div>
  );
}
