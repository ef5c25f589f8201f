/** How the data set is read and split: layout, label maps, classes, held-out subjects. Each change is the worker's to carry out. */
import type { DatasetSummary, LayoutName } from '../../protocol/dataset.ts';
import { presetById } from '../../protocol/presets.ts';
import { useActions, useAppState } from '../appContext.tsx';
import { countText } from '../kit/format.ts';
import { Segmented } from '../kit/Segmented.tsx';
import { Select } from '../kit/Select.tsx';
import { Switch } from '../kit/Toggle.tsx';
import styles from './ReadingChoices.module.css';

const LAYOUT_NAMES: Record<LayoutName, string> = {
  flat: 'flat: no classes',
  classes: 'a folder for each class',
  oasis: 'OASIS: train, validate, test, label maps apart',
  adni: 'ADNI: train and test, AD and NC',
};
/** Held-out share where the preset has none of its own. */
const USUAL_SHARE = 0.1;
/** More classes than this do not fit side by side. */
const MOST_SIDE_BY_SIDE = 4;

export function ReadingChoices({ summary }: { readonly summary: DatasetSummary }) {
  const config = useAppState((state) => state.config);
  const { configureDataset } = useActions();
  const share = presetById(config.preset)?.config.heldOut || USUAL_SHARE;
  return (
    <div className={styles.choices}>
      {summary.layoutChoices.length > 1 && (
        <Select
          label="Layout"
          value={summary.layout}
          options={summary.layoutChoices.map((value) => ({ value, label: LAYOUT_NAMES[value] }))}
          onChange={(layout) => configureDataset({ layout })}
        />
      )}
      <TrainOn summary={summary} />
      <div className={styles.switches}>
        {summary.labelMaps > 0 && (
          <Switch
            label={`Mix the ${countText(summary.labelMaps)} label maps in`}
            checked={summary.options.includeLabelMaps ?? false}
            onChange={(includeLabelMaps) => configureDataset({ includeLabelMaps })}
          />
        )}
        <Switch
          label={`Hold out ${Math.round(share * 100)} % of the subjects`}
          checked={config.heldOut > 0}
          onChange={(held) => configureDataset({ heldOut: held ? share : 0 })}
        />
      </div>
    </div>
  );
}

/** Which classes the network is shown; nothing to choose where there are none. */
function TrainOn({ summary }: { readonly summary: DatasetSummary }) {
  const trainOn = useAppState((state) => state.config.trainOn);
  const { configureDataset } = useActions();
  const named = summary.classes.map(({ name }) => name).filter((name) => name !== '');
  if (named.length < 2) return null;
  const value = trainOn === 'all' ? '' : trainOn.join(', ');
  const several = trainOn !== 'all' && trainOn.length > 1 ? [{ value, label: value }] : [];
  const options = [{ value: '', label: 'all' }, ...named.map((name) => ({ value: name, label: name })), ...several];
  const choose = (name: string) => {
    if (name !== value) configureDataset({ trainOn: name === '' ? 'all' : [name] });
  };
  if (options.length > MOST_SIDE_BY_SIDE)
    return <Select label="Train on" value={value} options={options} onChange={choose} />;
  return (
    <div className={styles.trainOn}>
      <span>Train on</span>
      <Segmented label="Train on" value={value} options={options} onChange={choose} />
    </div>
  );
}
