/** The form's texts read back to the values they stand for; what cannot be read is named, never guessed. */
import { describe, expect, it } from 'vitest';
import { FIELDS } from '../../../src/protocol/fields.ts';
import { PRESETS } from '../../../src/protocol/presets.ts';
import { parseNumber, parsePerResolution, perResolutionText } from '../../../src/ui/training/perResolution.ts';
import {
  changedSettings,
  lengthText,
  parseSetting,
  SETTINGS,
  SETTINGS_GROUPS,
  sameValue,
  settingText,
  toggledClass,
} from '../../../src/ui/training/settings.ts';

describe('parsePerResolution', () => {
  it('reads a number or a map', () => {
    expect(parsePerResolution(' 16 ')).toEqual({ value: 16 });
    expect(parsePerResolution('8: 32,128:8')).toEqual({ value: { '8': 32, '128': 8 } });
    expect(parsePerResolution('8: 2e-3')).toEqual({ value: { '8': 0.002 } });
  });

  it.each([
    ['', 'empty'],
    ['many', 'not a number'],
    ['8: ', '"8:"'],
    ['8: 4, ', '""'],
    [': 4', '": 4"'],
    ['8.5: 4', '"8.5: 4"'],
    ['8: 4: 2', '"8: 4: 2"'],
    ['8: x', '"8: x"'],
    ['8: 1, 8: 2', 'twice'],
  ])('names what is wrong with "%s"', (text, said) => {
    const parsed = parsePerResolution(text);
    expect('problem' in parsed && parsed.problem).toContain(said);
  });

  it('writes maps in ascending order', () => {
    expect(perResolutionText({ '128': 8, '8': 32 })).toBe('8: 32, 128: 8');
  });
});

describe('parseNumber', () => {
  it('refuses what Number would bend', () => {
    expect(parseNumber('Infinity')).toHaveProperty('problem');
    expect(parseNumber('1,5')).toHaveProperty('problem');
    expect(parseNumber('-3')).toEqual({ value: -3 });
  });
});

describe('settings', () => {
  it('has every field but the preset, once, in groups', () => {
    const inGroups = SETTINGS_GROUPS.flatMap((group) => group.fields.map((field) => field.name));
    expect(inGroups).toHaveLength(FIELDS.length - 1);
    expect(new Set(inGroups)).toEqual(new Set(SETTINGS.map((field) => field.name)));
  });

  it.each(PRESETS.map((preset) => [preset.id, preset.config] as const))('writes and reads %s alike', (_, config) => {
    for (const field of SETTINGS) {
      const parsed = parseSetting(field, settingText(field, config[field.name]));
      expect(parsed, field.name).toEqual({ value: config[field.name] });
    }
  });

  it('knows what differs from the preset', () => {
    const config = PRESETS[0]?.config;
    if (!config) throw new Error('There is no preset.');
    expect(changedSettings(config).size).toBe(0);
    const changed = changedSettings({ ...config, seed: 7, gLr: Number.NaN });
    expect([...changed]).toEqual([
      ['seed', config.seed],
      ['gLr', config.gLr],
    ]);
  });

  it('tells the length in kimg or in epochs', () => {
    const lengths = new Map(PRESETS.map((preset) => [preset.id, lengthText(preset.config)]));
    expect(lengths.get('tiny')).toBe('1 kimg');
    expect(lengths.get('adni128')).toBe('12 epochs a step');
    expect(lengths.get('student-mnist28')).toBe('1 epoch a step');
    expect(lengths.get('student-oasis256-msg')).toBe('150 epochs');
  });

  it('toggles classes: all of them is "all", none is an empty list', () => {
    expect(toggledClass('all', 'AD', ['AD', 'NC'])).toEqual(['NC']);
    expect(toggledClass(['NC'], 'AD', ['AD', 'NC'])).toBe('all');
    expect(toggledClass(['NC'], 'NC', ['AD', 'NC'])).toEqual([]);
  });

  it('compares maps by what they hold', () => {
    expect(sameValue({ '8': 1 }, { '8': 1 })).toBe(true);
    expect(sameValue({ '8': 1 }, { '8': 2 })).toBe(false);
    expect(sameValue(Number.NaN, Number.NaN)).toBe(true);
  });
});
