/** Why weights were not read or packed, as an alert in the pane that is in view. It draws nothing while all is well. */
import { useAppState } from '../appContext.tsx';
import { FailureNotice } from '../kit/FailureNotice.tsx';

export function WeightsFailure() {
  const failure = useAppState((state) => state.weights.failure);
  return failure ? <FailureNotice title="The weights were not read or packed" failure={failure} /> : null;
}
