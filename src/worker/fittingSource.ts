/** Whether the data set's slices can stand beside what the networks draw. It reads no pixel. */
import type { SliceSource } from '../dataset/sliceSource.ts';
import { type Channels, channelsOf } from '../protocol/dataset.ts';
import { FailureError } from '../protocol/failure.ts';
import type { Painter } from '../sampling/paintStyles.ts';

/** The source, which holds slices of the networks' kind; else throws FailureError 'no-data' or 'other-data'. */
export function fittingSource(
  source: SliceSource | undefined,
  { shape, resolution }: Pick<Painter, 'shape' | 'resolution'>,
): SliceSource {
  if (!source) throw new FailureError('no-data', 'There are no real slices at hand: add the data set first.');
  const channels = channelsOf(shape);
  if (source.channels === channels && source.resolution >= resolution) return source;
  throw new FailureError(
    'other-data',
    `The slices are ${kindText(source.resolution, source.channels)}, but the networks draw ${kindText(resolution, channels)}: prepare the data set with the run's settings.`,
  );
}

const kindText = (side: number, channels: Channels) => `${side} × ${side} ${channels === 1 ? 'grey' : 'RGB'}`;
