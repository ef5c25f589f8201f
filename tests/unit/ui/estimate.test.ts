/** The estimate in words, and when it still holds. */
import { describe, expect, it } from 'vitest';
import type { RunEstimate } from '../../../src/protocol/estimate.ts';
import { applyEvent } from '../../../src/state/applyEvent.ts';
import * as choices from '../../../src/state/choices.ts';
import { initialState } from '../../../src/state/initialState.ts';
import { presentEstimate } from '../../../src/state/questions.ts';
import { estimateRows, estimateSentence, estimateWarnings } from '../../../src/ui/training/estimateText.ts';
import { recordedPreparation } from '../../support/recordedRun.ts';

const ESTIMATE: RunEstimate = {
  stages: [
    { resolution: 8, nimg: 4000, batch: 16, secondsPerKimg: 0.5, measured: true },
    { resolution: 16, nimg: 18_000, batch: 8, secondsPerKimg: 200, measured: true },
  ],
  memory: { networks: 40e6, step: 200e6, slices: 2e6 },
};

describe('an estimate in words', () => {
  it('names time and memory in all, and each resolution', () => {
    expect(estimateSentence(ESTIMATE, 0)).toBe('About 1 h in all, and 242.0 MB of GPU memory.');
    expect(estimateRows(ESTIMATE, 0)).toEqual([
      { resolution: '8 × 8', kimg: '4.0', secondsPerKimg: '0.50', time: '2 s' },
      { resolution: '16 × 16', kimg: '18.0', secondsPerKimg: '200', time: '1 h' },
    ]);
    expect(estimateWarnings(ESTIMATE)).toEqual([]);
  });

  it('counts the time that is left free', () => {
    expect(estimateSentence(ESTIMATE, 0.75)).toBe(
      'About 4 h in all with 75 % of the time left free, and 242.0 MB of GPU memory.',
    );
    expect(estimateRows(ESTIMATE, 0.75)[1]).toMatchObject({ secondsPerKimg: '800', time: '4 h' });
  });

  it('says what was not measured', () => {
    const [first, last] = ESTIMATE.stages as [RunEstimate['stages'][0], RunEstimate['stages'][0]];
    const partly = { ...ESTIMATE, stages: [{ ...first, secondsPerKimg: 200, measured: false }, last] };
    expect(estimateSentence(partly, 0)).toMatch(/^At most about 1 h 13 min/);
    expect(estimateRows(partly, 0)[0]).toMatchObject({ secondsPerKimg: 'at most 200', time: 'at most 13 min' });
    const eager = { ...ESTIMATE, memory: { ...ESTIMATE.memory, step: undefined } };
    expect(estimateSentence(eager, 0)).toContain('42.0 MB of GPU memory beside what a step needs');
  });

  it('warns of more memory than a laptop has, and of a GPU that had no more', () => {
    const large = { ...ESTIMATE, memory: { ...ESTIMATE.memory, step: 5e9 } };
    expect(estimateWarnings(large)).toEqual([
      expect.stringMatching(/5\.0 GB are more than the 4\.3 GB.*Parts of a batch/),
    ]);
    const full = { ...ESTIMATE, stages: [], outOfMemoryAt: 256 };
    expect(estimateWarnings(full)).toEqual([expect.stringMatching(/no memory left at 256 × 256/)]);
    expect(estimateSentence(full, 0)).toMatch(/^Not known how long, and more than 242/);
  });
});

describe('an estimate on the page', () => {
  const asked = choices.estimating(recordedPreparation().reduce(applyEvent, initialState()));
  const answered = applyEvent(asked, { type: 'estimate/ready', requestId: 'e', estimate: ESTIMATE });

  it('is shown for the settings that it was asked for', () => {
    expect(presentEstimate(asked)).toBeUndefined();
    expect(presentEstimate(answered)).toEqual(ESTIMATE);
    expect(presentEstimate(choices.withoutEstimate(answered))).toBeUndefined();
  });

  it('is gone when settings or data have changed, also while it was being made', () => {
    expect(presentEstimate(choices.withConfig(answered, { batch: 4 }))).toBeUndefined();
    const changed = choices.withConfig(asked, { batch: 4 });
    const late = applyEvent(changed, { type: 'estimate/ready', requestId: 'e', estimate: ESTIMATE });
    expect(presentEstimate(late)).toBeUndefined();
    expect(presentEstimate(recordedPreparation().slice(-1).reduce(applyEvent, answered))).toEqual(ESTIMATE);
  });

  it('leaves nothing when it was broken off, and a sentence when it was refused', () => {
    expect(applyEvent(asked, { type: 'estimate/ready', requestId: 'e', estimate: undefined }).estimate).toEqual({});
    const failure = { code: 'bad-config', message: 'No.' } as const;
    expect(applyEvent(asked, { type: 'failure', scope: 'estimate', failure }).estimate).toEqual({ failure });
    const refused = applyEvent(asked, { type: 'failure', scope: 'estimate', failure });
    expect(choices.withConfig(refused, { batch: 4 }).estimate).toEqual({});
  });
});
