/** Back-pressure: waits until the GPU has done what was recorded so far. It refuses to read anything back. */
import { commandStream, flush } from './commandStream.ts';

/** Submits tfjs's open commands and resolves when the GPU has finished all work submitted until now. */
export async function submittedWorkDone(): Promise<void> {
  flush();
  await commandStream().queue.onSubmittedWorkDone();
}
