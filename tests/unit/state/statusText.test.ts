import { describe, expect, it } from 'vitest';
import { applyEvent } from '../../../src/state/applyEvent.ts';
import { initialState } from '../../../src/state/initialState.ts';
import { bytesText, countOf, decimalText, durationText } from '../../../src/ui/kit/format.ts';
import { stageAt, stagePath } from '../../../src/ui/status/stageShapes.ts';
import { statusText } from '../../../src/ui/status/statusText.ts';
import { recordedPreparation, recordedRun } from '../../support/recordedRun.ts';

describe('the status line', () => {
  it('says what to do while idle, and how far while loading', () => {
    expect(statusText(initialState())).toMatchObject({ word: 'idle', message: 'Add a data set to begin.' });
    const reading = recordedPreparation().slice(0, 3).reduce(applyEvent, initialState());
    expect(statusText(reading).message).toBe('Drawing phantoms 256 of 512');
  });

  it('says how far the choice of kernels is, until it is made or another run starts', () => {
    const [started, loading] = recordedRun(0);
    const before = [...recordedPreparation(), started, loading].filter((event) => event !== undefined);
    const choosing = [...before, { type: 'engine/tuning', done: 12, of: 40 } as const].reduce(
      applyEvent,
      initialState(),
    );
    expect(statusText(choosing)).toMatchObject({ word: 'loading', message: 'Choosing kernels: 12 of 40' });
    const report = { shapes: [], seconds: 3 };
    const chosen = applyEvent(choosing, { type: 'engine/tuned', report });
    expect(chosen.tuning).toEqual({ report });
    expect(statusText(chosen).message).toBe('Preparing the networks.');
    const again = before.reduce(applyEvent, choosing);
    expect(statusText(again).message).toBe('Preparing the networks.');
  });

  it('says what is planned when ready', () => {
    const ready = recordedPreparation().reduce(applyEvent, initialState());
    const words = statusText(ready).readouts.map(({ value, unit }) => `${value} ${unit}`.trim());
    expect(words).toEqual(['461 slices to train on', '32 × 32', '30 kimg planned']);
  });

  it('holds epoch, resolution, kimg, s/kimg and time left while training', () => {
    const training = [...recordedPreparation(), ...recordedRun(21)].reduce(applyEvent, initialState());
    const words = statusText(training).readouts.map(({ value, unit }) => `${value} ${unit}`.trim());
    expect(words).toEqual(['45 of 66 epochs', '32 × 32', '21.0 of 30 kimg', '21.5 s/kimg', '3 min left']);
  });

  it('announces only state, resolution and each tenth epoch', () => {
    let state = recordedPreparation().reduce(applyEvent, initialState());
    const said: string[] = [];
    for (const event of recordedRun()) {
      state = applyEvent(state, event);
      const { announcement } = statusText(state);
      if (announcement !== said.at(-1)) said.push(announcement);
    }
    expect(said).toEqual([
      'loading',
      'training',
      'training, 8 by 8 pixels',
      'training, 16 by 16 pixels',
      'training, 16 by 16 pixels, epoch 10',
      'training, 16 by 16 pixels, epoch 20',
      'training, 32 by 32 pixels, epoch 20',
      'training, 32 by 32 pixels, epoch 30',
      'training, 32 by 32 pixels, epoch 40',
      'training, 32 by 32 pixels, epoch 50',
      'training, 32 by 32 pixels, epoch 60',
      'finished, 32 by 32 pixels, epoch 60',
    ]);
  });
});

describe('the shapes of the stages', () => {
  const stages = [
    { resolution: 8, startNimg: 0, endNimg: 100, fadeNimg: 0 },
    { resolution: 16, startNimg: 100, endNimg: 300, fadeNimg: 50 },
  ];

  it('rise over the fade and stay full after it', () => {
    expect(stagePath(stages, 300)).toBe(
      'M0,16 L0,5 L0,5 L99.64,5 L99.64,16ZM100.36,16 L100.36,12 L150.36,5 L300,5 L300,16Z',
    );
  });

  it('know the stage of a moment, the last one to the end', () => {
    expect(stageAt(stages, 99)?.resolution).toBe(8);
    expect(stageAt(stages, 100)?.resolution).toBe(16);
    expect(stageAt(stages, 300)?.resolution).toBe(16);
  });
});

describe('numbers in words', () => {
  it('follow the page: commas, true minus, units with a space', () => {
    expect(countOf(1429, 'file')).toBe('1,429 files');
    expect(countOf(1, 'slice')).toBe('1 slice');
    expect(decimalText(-0.854, 2)).toBe('−0.85');
    expect(decimalText(Number.NaN, 2)).toBe('no value');
    expect([48, 2760, 3720, 7199].map(durationText)).toEqual(['48 s', '46 min', '1 h 2 min', '2 h']);
    expect([412, 58_300_000, 2_100_000_000].map(bytesText)).toEqual(['412 bytes', '58.3 MB', '2.1 GB']);
  });
});
