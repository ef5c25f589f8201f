/** A data set's failure in its own pane, with ways on. What was there before stays. */
import type { Failure } from '../../protocol/failure.ts';
import { FailureNotice } from '../kit/FailureNotice.tsx';
import { waysOf } from './failureWays.ts';

export function DatasetFailure({ failure }: { readonly failure: Failure }) {
  return <FailureNotice {...waysOf(failure.code)} failure={failure} />;
}
