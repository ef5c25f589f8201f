/** The "Preset" combobox with what the chosen one is for, and, before there is data, what each of them is for. */
import { PRESETS } from '../../protocol/presets.ts';
import { hasPicture } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Disclosure } from '../kit/Disclosure.tsx';
import { Select } from '../kit/Select.tsx';
import styles from './PresetPicker.module.css';
import { lengthText } from './settings.ts';

const OPTIONS = PRESETS.map(({ id, group }) => ({ value: id, label: id, group }));
const GROUPS = [...new Set(PRESETS.map(({ group }) => group))];

export function PresetPicker() {
  const chosen = useAppState((state) => state.config.preset);
  const untouched = useAppState((state) => state.dataset.phase === 'none' && !hasPicture(state));
  const { choosePreset } = useActions();
  const preset = PRESETS.find(({ id }) => id === chosen);
  return (
    <div className={styles.picker}>
      <Select
        label="Preset"
        value={chosen}
        options={OPTIONS}
        onChange={choosePreset}
        hint={preset && [`${preset.title}: ${preset.purpose}.`, preset.ourChoice].filter(Boolean).join(' ')}
      />
      {untouched && (
        <Disclosure title={`What the ${PRESETS.length} presets are for`}>
          <PresetTable chosen={chosen} />
        </Disclosure>
      )}
    </div>
  );
}

function PresetTable({ chosen }: { readonly chosen: string }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Preset</th>
          <th scope="col">For</th>
          <th scope="col">Length</th>
        </tr>
      </thead>
      {GROUPS.map((group) => (
        <tbody key={group}>
          <tr className={styles.group}>
            <th scope="rowgroup" colSpan={3}>
              {group}
            </th>
          </tr>
          {PRESETS.filter((preset) => preset.group === group).map((preset) => (
            <tr key={preset.id} className={preset.id === chosen ? styles.chosen : undefined}>
              <th scope="row">
                <code>{preset.id}</code>
              </th>
              <td>{preset.purpose}</td>
              <td>{lengthText(preset.config)}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}
