import { emptyBufferPool } from '../../src/gpu/commandStream.ts';
import { createRecordingRunner } from '../../src/gpu/recording/stepRunner.ts';
import { submittedWorkDone } from '../../src/gpu/submitted.ts';
import { finiteSuite } from '../support/finiteSuite.ts';
import { startedBackend } from './support/backend.ts';

startedBackend();

finiteSuite(() => ({
  adapter: { description: 'GPU', software: true, maxBinding: 2 ** 27, maxBuffer: 2 ** 28, features: [] },
  submitted: submittedWorkDone,
  releaseBuffers: emptyBufferPool,
  steps: createRecordingRunner(),
}));
