/** Everything that trains, on the CPU backend, against PyTorch. The expected numbers come from tests/golden/parity.py. */
import { beforeAll } from 'vitest';
import { useCpuBackend } from '../../support/cpuBackend.ts';
import { testAgainstTorch } from '../../support/parity/suite.ts';

beforeAll(useCpuBackend);

testAgainstTorch({ tolerance: 1e-4 });
