/** The "Preset" combobox with what the chosen one is for, and, before there is data, what each of them is for. */
import type { Preset } from '../../protocol/presets/preset.ts';
import { PRESETS } from '../../protocol/presets.ts';
import { hasPicture } from '../../state/questions.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { Select } from '../kit/Select.tsx';
import styles from './PresetPicker.module.css';
import { lengthText } from './settings.ts';

const OPTIONS = PRESETS.map(({ id }) => ({ value: id, label: id }));

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
      {untouched && <PresetTable chosen={chosen} />}
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
      <tbody>
        {PRESETS.map((preset: Preset) => (
          <tr key={preset.id} className={preset.id === chosen ? styles.chosen : undefined}>
            <th scope="row">
              <code>{preset.id}</code>
            </th>
            <td>{preset.purpose}</td>
            <td>{lengthText(preset.config)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
