// @ts-check
/** --reason: why pictures or weights may leave although the last look found copies. What the page would refuse is refused first. */
import { PlainError } from './command.mjs';

/** SHORTEST_REASON of src/protocol/judging.ts, which cannot be imported before anything is installed; a test holds them equal. */
export const SHORTEST_REASON = 10;

/**
 * @param {string | undefined} reason
 * @param {'weights' | 'pictures'} what
 */
export function checkedReason(reason, what) {
  if (reason !== undefined && !isReason(reason))
    throw new PlainError(
      `--reason ${reason} is too short: say in at least ${SHORTEST_REASON} characters why ${what} may leave.`,
    );
  return reason;
}

/** @param {string | undefined} reason */
export const isReason = (reason) => reason !== undefined && reason.trim().length >= SHORTEST_REASON;
