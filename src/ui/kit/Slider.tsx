/** Slider: a native range with its name before it and its value after it. */
import type { CSSProperties } from 'react';
import styles from './Slider.module.css';

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
  /** The value as drawn beside it. */
  readonly valueText: string;
  /** What a screen reader says of the value, where it is more than the drawn text. */
  readonly spokenValue?: string;
  /** The name is drawn; otherwise it is for screen readers alone. */
  readonly showLabel?: boolean;
  readonly disabled?: boolean;
}

export function Slider({
  label,
  value,
  minimum,
  maximum,
  step,
  onChange,
  valueText,
  spokenValue,
  showLabel = true,
  disabled = false,
}: SliderProps) {
  const share = maximum > minimum ? (value - minimum) / (maximum - minimum) : 1;
  const filled = { '--filled': `${share * 100}%` } as CSSProperties;
  return (
    <div className={styles.slider}>
      {showLabel && <span aria-hidden="true">{label}</span>}
      <input
        type="range"
        aria-label={label}
        aria-valuetext={spokenValue ?? valueText}
        style={filled}
        min={minimum}
        max={maximum}
        step={step}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <output aria-hidden="true">{valueText}</output>
    </div>
  );
}
