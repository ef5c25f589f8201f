import { describe, expect, it } from 'vitest';
import { recipeHash } from '../../../src/protocol/validate.ts';
import { applyEvent } from '../../../src/state/applyEvent.ts';
import { adviceOn } from '../../../src/state/checks.ts';
import * as choices from '../../../src/state/choices.ts';
import { initialState } from '../../../src/state/initialState.ts';
import { startObstacle } from '../../../src/state/questions.ts';
import { RECORDED_SUMMARY, recordedPreparation, recordedRun } from '../../support/recordedRun.ts';

describe('the recipe in the address', () => {
  it('sets the form', () => {
    const hash = `#recipe=${encodeURIComponent('{"preset":"mnist32","seed":7}')}`;
    expect(initialState(hash).config).toMatchObject({ preset: 'mnist32', seed: 7, resolution: 32 });
  });

  it('comes back the same from the link that the form gives', () => {
    const state = choices.withConfig(initialState(), { seed: 11, batch: { 8: 32, 32: 8 } });
    expect(initialState(recipeHash(state.config)).config).toEqual(state.config);
  });

  it.each([
    ['#recipe=%', 'damaged'],
    ['#recipe={"preset":"nothing"}', 'nothing'],
    ['#recipe=not json', 'JSON'],
  ])('keeps the default form and a sentence for %s', (hash, word) => {
    const state = initialState(hash);
    expect(state.config).toEqual(initialState().config);
    expect(state.recipeFailure?.message).toContain(word);
  });

  it('is left out where there is none', () => {
    const state = choices.withConfig(initialState(), { seed: 11 });
    expect(choices.withRecipeLink(state, '#main')).toBe(state);
  });
});

describe('the form', () => {
  it('names an invalid value, keeps it, and forbids the start until it is mended', () => {
    const ready = recordedPreparation().reduce(applyEvent, initialState());
    const wrong = choices.withConfig(ready, { heldOut: 3 });
    expect(wrong.config.heldOut).toBe(3);
    expect(wrong.problems.heldOut).toContain('3');
    expect(startObstacle(wrong)).toBe('1 setting needs a look.');
    expect(startObstacle(choices.withConfig(wrong, { heldOut: 0.1 }))).toBeUndefined();
  });
});

describe('the data set', () => {
  it('can make a form impossible that was fine alone, and mends it', () => {
    const conditional = choices.withConfig(initialState(), { conditional: true });
    expect(conditional.problems).toEqual({});
    const ready = recordedPreparation().reduce(applyEvent, conditional);
    expect(ready.problems.conditional).toContain('no two classes');
    expect(startObstacle(ready)).toBe('1 setting needs a look.');
    expect(choices.withConfig(ready, { conditional: false }).problems).toEqual({});
  });

  it('is part of the advice, which is silent while a setting is invalid', () => {
    const { config } = initialState();
    expect(adviceOn(config, undefined).suggestions.map(({ field }) => field)).not.toContain('augment');
    expect(adviceOn(config, RECORDED_SUMMARY).suggestions.map(({ field }) => field)).toContain('augment');
    expect(adviceOn({ ...config, loss: 'minimax' }, undefined).warnings.loss).toContain('saturates');
    expect(adviceOn({ ...config, loss: 'minimax', gLr: -1 }, undefined)).toEqual({ warnings: {}, suggestions: [] });
  });
});

describe('the wish for a data set', () => {
  it('follows the form, and keeps the layout that was chosen', () => {
    const ready = recordedPreparation().reduce(applyEvent, initialState());
    const asked = { ...choices.datasetOptionsOf(ready), layout: 'classes' as const };
    const reading = choices.readingDataset(ready, asked);
    const wish = choices.datasetOptionsOf(choices.withConfig(reading, { resolution: 64 }));
    expect(wish).toMatchObject({ layout: 'classes', resolution: 64 });
    expect(choices.sameOptions(wish, asked)).toBe(false);
    expect(choices.sameOptions(asked, { ...asked, includeLabelMaps: false })).toBe(true);
    const coloured = choices.datasetOptionsOf(choices.withConfig(reading, { channels: 3 }));
    expect([asked.channels, coloured.channels]).toEqual([1, 3]);
    expect(choices.sameOptions(coloured, asked)).toBe(false);
  });
});

describe('looking back', () => {
  const state = [...recordedPreparation(), ...recordedRun(8)].reduce(applyEvent, initialState());

  it('stays within the history', () => {
    const last = (state.run?.sheets.length ?? 0) - 1;
    expect(choices.lookingAt(state, 99).shownSheet).toBe(last);
    expect(choices.lookingAt(state, -4).shownSheet).toBe(0);
    expect(choices.lookingAt(initialState(), 2).shownSheet).toBe('live');
  });

  it('stays where it was put while the run goes on', () => {
    const back = choices.lookingAt(state, 1);
    const later = recordedRun(12)
      .filter(({ type }) => type === 'run/sheet' || type === 'run/progress')
      .reduce(applyEvent, back);
    expect(later.shownSheet).toBe(1);
    expect(choices.lookingAt(later, 'live').shownSheet).toBe('live');
  });
});
