/** The settings of a run as text, by group: they cannot change while it runs. Settings without effect are left out. */
import type { Field } from '../../protocol/fields/field.ts';
import type { TrainConfig } from '../../protocol/trainConfig.ts';
import { KeyValue } from '../kit/KeyValue.tsx';
import styles from './RunFacts.module.css';
import { changedSettings, SETTINGS_GROUPS, settingText } from './settings.ts';

export function RunFacts({ config }: { readonly config: TrainConfig }) {
  const changed = changedSettings(config);
  const factOf = (field: Field) => {
    const was = changed.get(field.name);
    const unit = field.unit && field.unit !== 'share' ? ` ${field.unit}` : '';
    const note = was === undefined ? '' : ` (preset ${settingText(field, was)})`;
    return { name: field.label, value: `${settingText(field, config[field.name])}${unit}${note}` };
  };
  return (
    <>
      <KeyValue facts={[{ name: 'Preset', value: <code>{config.preset}</code> }]} />
      {SETTINGS_GROUPS.map(({ name, fields }) => (
        <section key={name} className={styles.group} aria-label={name}>
          <h3>{name}</h3>
          <KeyValue facts={fields.filter((field) => field.appliesTo?.(config) ?? true).map(factOf)} />
        </section>
      ))}
    </>
  );
}
