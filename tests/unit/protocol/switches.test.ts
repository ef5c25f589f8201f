/** Switches in the page's address: what they mean, what is refused, and how they are named. */
import { describe, expect, it } from 'vitest';
import { switchesIn, switchTexts, USUAL_SWITCHES } from '../../../src/protocol/switches.ts';

describe('switches in an address', () => {
  it('are the usual ones where it names none, also beside names of others', () => {
    expect(switchesIn('')).toEqual({ switches: USUAL_SWITCHES });
    expect(switchesIn('?theme=dark')).toEqual({ switches: USUAL_SWITCHES });
    expect(switchTexts(USUAL_SWITCHES)).toEqual([]);
  });

  it('take references, which run as they come', () => {
    const reference = { ops: 'reference', steps: 'eager', tuning: 'rules' } as const;
    expect(switchesIn('?ops=reference')).toEqual({ switches: reference });
    expect(switchTexts(reference)).toEqual(['reference ops']);
  });

  it('take each way to run steps', () => {
    for (const steps of ['eager', 'recorded'] as const) {
      expect(switchesIn(`?steps=${steps}`)).toEqual({ switches: { ...USUAL_SWITCHES, steps } });
      const unusual = steps !== USUAL_SWITCHES.steps;
      expect(switchTexts({ ...USUAL_SWITCHES, steps })).toEqual(unusual ? [`${steps} steps`] : []);
    }
  });

  it('take each way to choose kernels', () => {
    for (const [tuning, texts] of [
      ['timed', []],
      ['rules', ['kernels by rule']],
    ] as const) {
      expect(switchesIn(`?tuning=${tuning}`)).toEqual({ switches: { ...USUAL_SWITCHES, tuning } });
      expect(switchTexts({ ...USUAL_SWITCHES, tuning })).toEqual(texts);
    }
  });

  it('are refused in a sentence where a value is not known or two do not go together', () => {
    for (const [search, says] of [
      ['?ops=refrence', /ops=refrence.*fused or reference/],
      ['?steps=', /steps=, .*recorded or eager/],
      ['?ops=reference&steps=recorded', /never recorded/],
      ['?tuning=fast', /tuning=fast.*timed or rules/],
      ['?ops=reference&tuning=timed', /no variants/],
    ] as const) {
      const found = switchesIn(search);
      expect('failure' in found && found.failure).toMatchObject({
        code: 'bad-config',
        message: expect.stringMatching(says),
      });
    }
  });
});
