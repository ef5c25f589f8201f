/** The settings of a run that cannot change while it runs, as text, by group. Settings without effect are left out. */
import type { Field } from '../../protocol/fields/field.ts';
import { LIVE_FIELDS, type TrainConfig } from '../../protocol/trainConfig.ts';
import { KeyValue } from '../kit/KeyValue.tsx';
import { KernelChoices } from './KernelChoices.tsx';
import styles from './RunFacts.module.css';
import { changedSettings, SETTINGS_GROUPS, settingText, valueText } from './settings.ts';

interface RunFactsProps {
  readonly config: TrainConfig;
  /** The run is under way: what may change is elsewhere, as inputs. */
  readonly isLive: boolean;
}

const LIVE: readonly (keyof TrainConfig)[] = LIVE_FIELDS;

export function RunFacts({ config, isLive }: RunFactsProps) {
  const shown = (field: Field) => (field.appliesTo?.(config) ?? true) && !(isLive && LIVE.includes(field.name));
  const changed = changedSettings(config);
  const factOf = (field: Field) => {
    const was = changed.get(field.name);
    const note = was === undefined ? '' : ` (preset ${settingText(field, was)})`;
    return { name: field.label, value: `${valueText(field, config[field.name])}${note}` };
  };
  return (
    <>
      <KeyValue facts={[{ name: 'Preset', value: <code>{config.preset}</code> }]} />
      {SETTINGS_GROUPS.map(({ name, fields }) => (
        <section key={name} className={styles.group} aria-label={name}>
          <h3>{name}</h3>
          <KeyValue facts={fields.filter(shown).map(factOf)} />
        </section>
      ))}
      <KernelChoices />
    </>
  );
}
