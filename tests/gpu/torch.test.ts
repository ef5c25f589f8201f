/** Everything that trains, in WGSL, against PyTorch. The expected numbers come from tests/golden/parity.py. */
import { submittedWorkDone } from '../../src/gpu/submitted.ts';
import { testAgainstTorch } from '../support/parity/suite.ts';
import { startedBackend } from './support/backend.ts';

startedBackend();

testAgainstTorch({ tolerance: 1e-3, submitted: submittedWorkDone });
