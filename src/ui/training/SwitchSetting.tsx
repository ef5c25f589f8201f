/** A setting that is on or off, in the frame that all settings have. */
import { classes } from '../kit/classes.ts';
import field from '../kit/Field.module.css';
import { FieldFrame, type FieldText } from '../kit/FieldFrame.tsx';
import toggle from '../kit/Toggle.module.css';

interface SwitchSettingProps extends FieldText {
  readonly value: boolean;
  readonly onCommit: (value: boolean) => void;
}

export function SwitchSetting({ value, onCommit, ...text }: SwitchSettingProps) {
  return (
    <FieldFrame {...text}>
      {(input) => (
        <span className={classes(field.switch, toggle.switch)}>
          <input
            {...input}
            type="checkbox"
            role="switch"
            aria-checked={value}
            checked={value}
            onChange={(event) => onCommit(event.target.checked)}
          />
          {value ? 'on' : 'off'}
        </span>
      )}
    </FieldFrame>
  );
}
