import { createRecordingRunner } from '../../src/gpu/recording/stepRunner.ts';
import { resumeSuite } from '../support/resumeSuite.ts';
import { startedBackend } from './support/backend.ts';

startedBackend();

resumeSuite(() => createRecordingRunner(), {
  'stylegan, which grows in between': 200,
  'stylegan2 with ADA, path length and style mixing': 200,
});
