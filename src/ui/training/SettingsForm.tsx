/** Every setting of a run, by group, from the protocol's table of fields. It refuses to judge or to change a value itself. */
import { useCallback, useId, useMemo, useState } from 'react';
import type { Field } from '../../protocol/fields/field.ts';
import type { TrainConfig } from '../../protocol/trainConfig.ts';
import { adviceOn } from '../../state/checks.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { classes } from '../kit/classes.ts';
import { Switch } from '../kit/Toggle.tsx';
import { AdviceList } from './AdviceList.tsx';
import { AugmentPreview } from './AugmentPreview.tsx';
import { SettingField } from './SettingField.tsx';
import styles from './SettingsForm.module.css';
import { changedSettings, SETTINGS, SETTINGS_GROUPS, settingText } from './settings.ts';

export function SettingsForm() {
  const config = useAppState((state) => state.config);
  const problems = useAppState((state) => state.problems);
  const summary = useAppState((state) => state.dataset.summary);
  const { setConfig, resetToPreset } = useActions();
  const id = useId();
  const [explained, setExplained] = useState(true);
  const changed = useMemo(() => changedSettings(config), [config]);
  const advice = useMemo(() => adviceOn(config, summary), [config, summary]);
  const commit = useCallback(
    (name: keyof TrainConfig, value: TrainConfig[keyof TrainConfig]) => setConfig({ [name]: value }),
    [setConfig],
  );
  return (
    <div className={styles.form}>
      <div className={styles.summary}>
        <span>
          {changed.size} of {SETTINGS.length} settings differ from the preset
        </span>
        {changed.size > 0 && (
          <Button look="quiet" size="small" icon="undo" onClick={resetToPreset}>
            Reset
          </Button>
        )}
        <span className={styles.explain}>
          <Switch label="Explain" checked={explained} onChange={setExplained} />
        </span>
      </div>
      <AdviceList advice={advice} config={config} />
      {SETTINGS_GROUPS.map((group) => (
        <fieldset
          key={group.name}
          className={styles.group}
          aria-labelledby={`${id}-${group.name.replaceAll(' ', '-')}`}
        >
          <h3 id={`${id}-${group.name.replaceAll(' ', '-')}`}>{group.name}</h3>
          <div className={classes(styles.fields, explained && styles.explained)}>
            {group.fields.map((field) => (
              <div key={field.name} className={widthOf(field, config)}>
                <SettingField
                  field={field}
                  value={config[field.name]}
                  was={changed.get(field.name)}
                  problem={problems[field.name]}
                  warning={advice.warnings[field.name]}
                  unused={!(field.appliesTo?.(config) ?? true)}
                  explained={explained}
                  onCommit={commit}
                />
              </div>
            ))}
            {group.name === 'Augmentation' && (
              <div className={styles.full}>
                <AugmentPreview />
              </div>
            )}
          </div>
        </fieldset>
      ))}
    </div>
  );
}

/** Characters of a value, and of a name with a note beside it, that fit one column. */
const VALUE_FITS = 12;
const NAME_FITS = 18;

/** Long names and maps of resolutions take two columns, a choice of operations all of them. */
function widthOf(field: Field, config: TrainConfig): string | undefined {
  if (field.kind === 'augmentOps') return styles.full;
  const isWide = field.label.length > NAME_FITS || settingText(field, config[field.name]).length > VALUE_FITS;
  return isWide ? styles.wide : undefined;
}
