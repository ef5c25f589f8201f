// @ts-check
/**
 * Ctrl+C as a question instead of an end: the command asks whether it was pressed, and saves what there is. A second one,
 * later, ends the process at once.
 */

/** Under npm one Ctrl+C arrives twice, from the terminal and from npm: that is still one. */
const SAME_PRESS_MS = 2000;

/**
 * @param {number} status exit status for the second Ctrl+C
 * @returns {() => boolean} whether the process was asked to end
 */
export function watchInterruption(status) {
  /** @type {number | undefined} */
  let asked;
  const onSignal = () => {
    const now = performance.now();
    if (asked === undefined) {
      asked = now;
      console.log('Stopping; what there is will be saved. Press Ctrl+C again to end at once.');
    } else if (now - asked > SAME_PRESS_MS) process.exit(status);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  return () => asked !== undefined;
}
