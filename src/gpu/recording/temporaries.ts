/**
 * The buffers in which recorded steps keep what lives no longer than a step. Steps run one after the other, so all share
 * them. It refuses to know what is in them.
 */
import { FailureError } from '../../protocol/failure.ts';
import { commandStream } from '../commandStream.ts';

export interface Temporaries {
  /** Changes when a buffer was replaced: steps then bind theirs again. */
  readonly version: number;
  readonly bytes: number;
  /** Makes one buffer for each of `sizes` at least; sizes from largest to smallest. Throws FailureError 'bad-config'. */
  fit(sizes: readonly number[]): void;
  /** The buffer of a place in the sizes that were asked for. */
  at(place: number): GPUBuffer;
  dispose(): void;
}

const USAGE = () => GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;

export function createTemporaries(): Temporaries {
  let buffers: GPUBuffer[] = [];
  let version = 0;
  return {
    get version() {
      return version;
    },
    get bytes() {
      return buffers.reduce((sum, { size }) => sum + size, 0);
    },
    fit(sizes) {
      const { device } = commandStream();
      refuseTooLarge(sizes[0] ?? 0, device.limits);
      sizes.forEach((size, place) => {
        const held = buffers[place];
        if (held && held.size >= size) return;
        // Commands that were submitted keep what they use: destroying is safe at once.
        held?.destroy();
        buffers[place] = device.createBuffer({ label: `temporary ${place}`, size, usage: USAGE() });
        version++;
      });
    },
    at(place) {
      const buffer = buffers[place];
      if (!buffer)
        throw new Error(`A recorded step asked for temporary ${place}, but only ${buffers.length} were made.`);
      return buffer;
    },
    dispose() {
      for (const buffer of buffers) buffer.destroy();
      buffers = [];
      version++;
    },
  };
}

const BYTES_A_MEGABYTE = 1e6;

/** Before the GPU is asked: what it refuses to make it would only complain of later. */
function refuseTooLarge(size: number, { maxBufferSize, maxStorageBufferBindingSize }: GPUSupportedLimits): void {
  const most = Math.min(maxBufferSize, maxStorageBufferBindingSize);
  if (size <= most) return;
  const megabytes = (bytes: number) => `${Math.ceil(bytes / BYTES_A_MEGABYTE)} MB`;
  throw new FailureError(
    'bad-config',
    `A step of these settings needs ${megabytes(size)} in one piece, and this GPU binds at most ${megabytes(most)}: lower Batch or channelBase, or raise Parts of a batch.`,
  );
}
