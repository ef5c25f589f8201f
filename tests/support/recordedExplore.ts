/** What a recorded page's Explore view is answered: drawn heads in place of a network's pictures. It knows no engine. */
import type { ClientRequest } from '../../src/client/client.ts';
import type { TrainerEvent } from '../../src/protocol/events.ts';
import type { DrawnFrom } from '../../src/protocol/explore.ts';
import { recordedSheet } from './recordedSheets.ts';

const SIDE = 64;
const BLUR = 0.06;
const FROM: DrawnFrom = { nimg: 281_000, preset: 'recorded', resolution: SIDE, layers: 10, classes: ['AD', 'NC'] };
const W_DIM = 16;

/** The answer to a request of the Explore view; undefined for all others. */
export function recordedReply(request: ClientRequest): TrainerEvent | undefined {
  const requestId = 'recorded';
  const drawn = (seed: number, columns: number, rows: number): TrainerEvent => ({
    type: 'explore/drawn',
    requestId,
    sheet: recordedSheet(seed, SIDE, columns, rows, BLUR),
    from: FROM,
  });
  switch (request.type) {
    case 'sample/generate': {
      const { seeds, psi, columns } = request;
      const image = recordedSheet(seeds[0] ?? 0, SIDE, columns, Math.ceil(seeds.length / columns), BLUR);
      const place = { nimg: FROM.nimg, kimg: FROM.nimg / 1000, epoch: 0, resolution: SIDE, alpha: 1 };
      return {
        type: 'sample/ready',
        requestId,
        sheet: { ...image, ...place, seeds, psi },
        images: [],
        names: [],
        from: FROM,
      };
    }
    case 'explore/mix':
      return drawn(request.rows[0] ?? 0, request.columns.length + 1, request.rows.length + 1);
    case 'explore/walk':
      return drawn(request.seeds[0], request.frames, 1);
    case 'explore/shift':
      return drawn(request.seed, 1, 1);
    case 'explore/directions': {
      const shares = [0.31, 0.17, 0.11, 0.08, 0.06, 0.05];
      return {
        type: 'explore/directions',
        requestId,
        directions: shares.map(() => new Float32Array(W_DIM)),
        shares,
        from: FROM,
      };
    }
    default:
      return undefined;
  }
}
