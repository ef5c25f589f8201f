/**
 * What is unwise about the form, in one list, and what the rules of thumb suggest, each with its reason and a button. It
 * applies nothing by itself and blocks nothing.
 */
import { fieldOf } from '../../protocol/fields.ts';
import type { TrainConfig } from '../../protocol/trainConfig.ts';
import type { Advice } from '../../state/checks.ts';
import { useActions } from '../appContext.tsx';
import { Button } from '../kit/Button.tsx';
import { Disclosure } from '../kit/Disclosure.tsx';
import { countOf } from '../kit/format.ts';
import { Notice } from '../kit/Notice.tsx';
import styles from './AdviceList.module.css';
import { nameAlone, valueText } from './settings.ts';

export function AdviceList({ advice, config }: { readonly advice: Advice; readonly config: TrainConfig }) {
  const warnings = Object.entries(advice.warnings) as [keyof TrainConfig, string][];
  return (
    <>
      {warnings.length > 0 && (
        <Notice level="watch" title={`${countOf(warnings.length, 'warning')}: the run can start, but look first`}>
          <ul>
            {warnings.map(([name, warning]) => (
              <li key={name}>
                {nameAlone(fieldOf(name))}: {warning}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Suggestions suggestions={advice.suggestions} config={config} />
    </>
  );
}

function Suggestions({ suggestions, config }: Pick<Advice, 'suggestions'> & { readonly config: TrainConfig }) {
  const { setConfig } = useActions();
  if (suggestions.length === 0) return null;
  const all = Object.fromEntries(suggestions.map(({ field, value }) => [field, value]));
  return (
    <Disclosure title={`${countOf(suggestions.length, 'suggestion')} from rules of thumb`}>
      <div className={styles.room}>
        <p className={styles.about}>
          In the manner of StyleGAN2-ADA’s “auto”, from resolution, batch and number of slices. Nothing is used unless
          you say so.
        </p>
        <ul className={styles.list}>
          {suggestions.map(({ field: name, value, reason }) => {
            const field = fieldOf(name);
            return (
              <li key={name}>
                <span>
                  {nameAlone(field)} <b>{valueText(field, value)}</b>, now {valueText(field, config[name])}
                  <small>{reason}</small>
                </span>
                <Button
                  size="small"
                  aria-label={`Use ${valueText(field, value)} for ${nameAlone(field)}`}
                  onClick={() => setConfig({ [name]: value })}
                >
                  Use
                </Button>
              </li>
            );
          })}
        </ul>
        <span>
          <Button size="small" onClick={() => setConfig(all)}>
            Use all suggestions
          </Button>
        </span>
      </div>
    </Disclosure>
  );
}
