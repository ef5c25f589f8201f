/**
 * The page as a person meets it: regions and controls by their accessible names, which are part of the contract, and
 * window.gyrus for what cannot be seen, such as exact numbers. It presses nothing by class name or position.
 */
import { expect, type Page } from '@playwright/test';
import type { Recipe } from '../../src/protocol/trainConfig.ts';

export type Studio = ReturnType<typeof studioOf>;

/** A run of about a tenth of `tiny`: two resolutions, a fade and a few ticks. */
export const BRIEF: Recipe = { preset: 'tiny', kimgPerResolution: 0.08, tickKimg: 0.05 };

/** search: switches of the engine, from "?" on. */
export function recipeAddress(recipe: Recipe | Record<string, unknown>, search = ''): string {
  return `/${search}#recipe=${encodeURIComponent(JSON.stringify(recipe))}`;
}

export function studioOf(page: Page) {
  const button = (name: string) => page.getByRole('button', { name });
  const studio = {
    page,
    button,
    status: page.getByRole('status', { name: 'Training status' }),
    dataset: page.getByRole('region', { name: 'Dataset' }),
    training: page.getByRole('region', { name: 'Training' }),
    samples: page.getByRole('region', { name: 'Samples' }),
    losses: page.getByRole('region', { name: 'Losses' }),
    zipInput: page.getByLabel('Dataset zip', { exact: true }),
    picture: page.getByRole('img', { name: 'Generated samples' }),
    epoch: page.getByRole('slider', { name: 'Epoch' }),
    alert: page.getByRole('alert'),

    /** Opens the page anew with a recipe, and waits until the GPU is found. */
    async open(recipe?: Recipe, search = '') {
      await page.goto('about:blank');
      await page.goto(recipe ? recipeAddress(recipe, search) : `/${search}`);
      await expect.poll(async () => (await stateOf(page)).engine).toBe('ready');
    },

    async usePhantoms() {
      await button('Use phantom data').click();
      await expect(studio.dataset.getByText(/^512 slices$/)).toBeVisible();
    },

    /** Starts a run and waits for its first, untrained sheet. */
    async start() {
      await button('Start training').click();
      await expect(studio.picture).toBeVisible();
      await expect.poll(() => fingerprint(studio)).not.toBe(undefined);
    },

    /** Waits for a run state; a failed run ends the wait with its sentence. */
    async reaches(state: string) {
      await expect
        .poll(
          async () => {
            const { run, failure } = await stateOf(page);
            if (run === 'failed' && state !== 'failed') throw new Error(`The run failed: ${failure}`);
            return run;
          },
          { timeout: 0 },
        )
        .toBe(state);
    },
    nimg: async () => (await stateOf(page)).nimg,
  };
  return studio;
}

/** What the tests ask of the state, in one small record. */
export async function stateOf(page: Page) {
  return page.evaluate(() => {
    const state = window.gyrus?.getState();
    if (!state) throw new Error('The page has no window.gyrus.');
    return {
      engine: state.engine.phase as string,
      run: state.run?.state as string | undefined,
      failure: state.run?.failure?.message,
      nimg: state.run?.now?.nimg ?? 0,
      totalNimg: state.run?.plan.totalNimg ?? 0,
      sheets: state.run?.sheets.length ?? 0,
      config: state.config,
    };
  });
}

/** The drawn pixels of "Generated samples" as one text; undefined while the canvas is a single colour. */
export async function fingerprint(studio: Studio): Promise<string | undefined> {
  return studio.picture.evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const varied = pixels.some((value, index) => index % 4 === 0 && value !== pixels[0]);
    return varied ? canvas.toDataURL() : undefined;
  });
}

/** Per-step numbers of the run. */
export async function lossColumns(page: Page) {
  return page.evaluate(() => {
    const series = window.gyrus?.getState().run?.series;
    if (!series) throw new Error('There is no run.');
    return {
      nimg: [...series.nimg],
      resolution: [...series.resolution],
      alpha: [...series.alpha],
      lossG: [...series.values['Loss/G/loss']],
      lossD: [...series.values['Loss/D/loss']],
    };
  });
}
