// @ts-check
/**
 * Counts real test results in the JSON reports of vitest and playwright. It refuses to count a report that is absent, or
 * one without a single result, as a pass.
 */

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {readonly { status: string, assertionResults: readonly unknown[] }[]} testResults one a file
 */

/**
 * @typedef {object} PlaywrightReport
 * @property {{ expected: number, unexpected: number, flaky: number, skipped: number }} stats
 */

/**
 * Results of a vitest run. A file that could not even be loaded counts as one failure.
 * @param {VitestReport | undefined} report undefined: the run left none
 * @param {number} code exit status of the run
 * @returns {Tally}
 */
export function tallyOfVitest(report, code) {
  if (!report) return NOTHING_RAN;
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return withExitStatus(
    {
      passed: report.numPassedTests,
      failed: report.numFailedTests + unloaded.length,
      skipped: report.numPendingTests,
    },
    code,
  );
}

/**
 * Results of a playwright run.
 * @param {PlaywrightReport | undefined} report undefined: the run left none
 * @param {number} code exit status of the run
 * @returns {Tally}
 */
export function tallyOfPlaywright(report, code) {
  if (!report) return NOTHING_RAN;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return withExitStatus({ passed: expected, failed: unexpected + flaky, skipped }, code);
}

/**
 * A check that either holds or not.
 * @param {boolean} holds
 * @returns {Tally}
 */
export const tallyOfCheck = (holds) => ({ passed: holds ? 1 : 0, failed: holds ? 0 : 1, skipped: 0 });

/** @type {Tally} */
const NOTHING_RAN = { passed: 0, failed: 1, skipped: 0 };

/**
 * A run that failed without a failed test (an unhandled error, say), or that ran nothing, has one failure all the same.
 * @param {Tally} tally
 * @param {number} code
 * @returns {Tally}
 */
function withExitStatus(tally, code) {
  const silentFailure = code !== 0 && tally.failed === 0;
  const empty = tally.passed + tally.failed + tally.skipped === 0;
  return silentFailure || empty ? { ...tally, failed: 1 } : tally;
}
