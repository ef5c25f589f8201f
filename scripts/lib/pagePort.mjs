// @ts-check
/**
 * The command line's hands and eyes on the page: it reads window.gyrus, uses the controls by their accessible names, and
 * turns the page's alerts and crashes into sentences. It refuses to wait on a page that has said it cannot go on.
 */
import { PlainError } from './command.mjs';

/** @typedef {import('../../src/ui/automation.ts').Automation} Automation */
/** @typedef {import('../../src/state/appState.ts').AppState} AppState */

/** Pause between two looks at the page: its own news comes four times a second. */
const LOOK_EVERY_MS = 250;
/** A driver that has not answered by then never does: seen where Chromium restarts its GPU process again and again. */
const GPU_ANSWERS_WITHIN_MS = 120_000;

const CRASHED = 'The page crashed: Chromium most likely ran out of memory. Try a smaller batch or resolution.';

export class PagePort {
  /** @type {string | undefined} */
  #crash;

  /** @param {import('playwright').Page} page */
  constructor(page) {
    this.page = page;
    page.on('crash', () => {
      this.#crash = CRASHED;
    });
    page.on('pageerror', (error) => {
      this.#crash = `The page met an error it did not expect: ${error.message}`;
    });
  }

  /** @param {string} url */
  async open(url) {
    // An address that differs in its hash alone would not load anew.
    await this.page.goto('about:blank');
    await this.page.goto(url);
  }

  /**
   * Looks at the page until there is something to see.
   * @template T
   * @param {() => Promise<T | undefined>} look
   * @returns {Promise<T>}
   */
  async until(look) {
    try {
      for (;;) {
        await this.assertWell();
        const seen = await look();
        if (seen !== undefined) return seen;
        await this.rest();
      }
    } catch (error) {
      throw this.#explained(error);
    }
  }

  /**
   * A look that failed because page or browser are gone says so in Playwright's words; the sentence is ours.
   * @param {unknown} error
   */
  #explained(error) {
    if (error instanceof PlainError) return error;
    const gone = error instanceof Error && /crashed|has been closed/.test(error.message);
    return gone ? new PlainError(this.#crash ?? CRASHED) : error;
  }

  /** Throws the sentence of a crash, or of an alert on the page. */
  async assertWell() {
    if (this.#crash) throw new PlainError(this.#crash);
    const alerts = await this.page.getByRole('alert').allInnerTexts();
    const alert = alerts.map(sentencesOf).find((text) => text !== '');
    if (alert) throw new PlainError(`The page says: ${alert}`);
  }

  rest() {
    return new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }

  /** The adapter's facts, once the engine has them. */
  engine() {
    const start = performance.now();
    return this.until(() => {
      if (performance.now() - start > GPU_ANSWERS_WITHIN_MS)
        throw new PlainError('The GPU does not answer the browser. Update its driver, or choose a software --adapter.');
      return this.page.evaluate(() => window.gyrus?.getState().engine.adapter);
    });
  }

  /** The form's values. */
  config() {
    return this.until(() => this.page.evaluate(() => window.gyrus?.getState().config));
  }

  /**
   * @param {string} name accessible name of a button
   */
  press(name) {
    return this.page.getByRole('button', { name }).click();
  }

  /**
   * Hands a file to a file input.
   * @param {string} label its accessible name
   * @param {string} path
   */
  give(label, path) {
    return this.page.getByLabel(label, { exact: true }).setInputFiles(path);
  }

  /** The data set's summary and sheet, once it is read. */
  dataset() {
    return this.until(() =>
      this.page.evaluate(() => {
        const dataset = window.gyrus?.getState().dataset;
        if (dataset?.phase !== 'ready' || !dataset.summary) return undefined;
        return { summary: dataset.summary, sheet: dataset.sheet };
      }),
    );
  }

  /**
   * Presses "Download weights" and saves what comes, also after a run that failed.
   * @param {(suggestedName: string) => string} pathOf
   * @param {string} [reason] why weights may leave although their pictures copy training slices
   * @returns {Promise<string>} its path
   */
  async downloadWeights(pathOf, reason) {
    /** @type {import('playwright').Download[]} */
    const arrived = [];
    this.page.once('download', (download) => arrived.push(download));
    await this.press('Download weights');
    for (;;) {
      if (this.#crash) throw new PlainError(this.#crash);
      const failure = await this.page.evaluate(() => window.gyrus?.getState().weights.failure?.message);
      if (failure) throw new PlainError(failure);
      await this.#answerGate(reason);
      const [download] = arrived;
      if (download) {
        const path = pathOf(download.suggestedFilename());
        await download.saveAs(path);
        return path;
      }
      await this.rest();
    }
  }

  /**
   * Types the reason where the page asks for one; without it nothing may leave.
   * @param {string | undefined} reason
   */
  async #answerGate(reason) {
    const gate = await this.page.evaluate(() => window.gyrus?.getState().judge.gate);
    if (gate?.phase !== 'asking') return;
    if (reason === undefined)
      throw new PlainError(`${gate.check?.sentence} The weights were not saved: say with --reason why they may leave.`);
    await this.page.getByLabel('Reason').fill(reason);
    await this.press('Download all the same');
  }

  /** What the look before the last download came to, in words; undefined where there was none. */
  async copiesSaid() {
    const gate = await this.page.evaluate(() => window.gyrus?.getState().judge.gate);
    const said = gate?.check?.sentence ?? (gate?.failure && `The look failed. ${gate.failure.message}`);
    return said && `Copies of training slices: ${said}`;
  }

  /**
   * Gives a weights zip to "Open weights".
   * @param {string} path
   * @returns {Promise<import('../../src/protocol/events.ts').WeightsSummary>} what it holds, once the networks are restored
   */
  async openWeights(path) {
    await this.give('Open weights', path);
    return this.until(async () => {
      const { opened, failure } = (await this.page.evaluate(() => window.gyrus?.getState().weights)) ?? {};
      if (failure) throw new PlainError(failure.message);
      return opened;
    });
  }

  /**
   * Pictures of seeds, as PNG bytes in order; an error of the page comes as its sentence.
   * @param {readonly number[]} seeds
   * @param {number} psi
   * @param {string} [className] for networks that know classes
   * @param {string} [reason] why they may leave although they copy training slices
   */
  async sample(seeds, psi, className, reason) {
    const answer = await this.page.evaluate(
      async (wish) => {
        try {
          return { pictures: (await window.gyrus?.sample(wish)) ?? [] };
        } catch (error) {
          return { failure: error instanceof Error ? error.message : String(error) };
        }
      },
      {
        ...{ seeds, psi },
        ...(className === undefined ? {} : { className }),
        ...(reason === undefined ? {} : { reason }),
      },
    );
    if (answer.failure !== undefined) throw new PlainError(answer.failure);
    return answer.pictures;
  }

  /** The losses so far as CSV. */
  losses() {
    return this.page.evaluate(() => window.gyrus?.losses() ?? '');
  }
}

/**
 * An alert's lines as one, without the title of its folded bug report.
 * @param {string} text as rendered
 */
function sentencesOf(text) {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && line !== 'For a bug report').join(' | ');
}
