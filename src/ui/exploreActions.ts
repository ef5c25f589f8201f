/** What a person can do in the Explore view: each is a request to the worker, whose answer the asking panel holds. */
import type { Client, ReplyTo } from '../client/client.ts';
import type { LayerRange, Look, WalkSpace } from '../protocol/explore.ts';
import type { ExploreView } from '../state/appState.ts';
import { exploring } from '../state/explore.ts';
import type { AppStore } from '../state/store.ts';
import type { CopiesGate } from './copiesActions.ts';
import { saveFile } from './saveFile.ts';

export interface DrawnSeeds
  extends ReplyTo<{ type: 'sample/generate'; seeds: number[]; psi: number; columns: number }> {
  /** As it was asked for. */
  readonly look: Look;
}
export type Drawn = ReplyTo<{ type: 'explore/shift'; seed: number; shift: Float32Array; look: Look }>;
export type FoundDirections = ReplyTo<{ type: 'explore/directions' }>;

/** All that draw reject with a FailureError. */
export interface ExploreActions {
  /** Other seeds or another look, kept while the page is open. */
  explore(choice: Partial<Omit<ExploreView, 'archive'>>): void;
  drawSeeds(seeds: readonly number[], look: Look, columns: number): Promise<DrawnSeeds>;
  drawMix(rows: readonly number[], columns: readonly number[], layers: LayerRange, look: Look): Promise<Drawn>;
  drawWalk(seeds: readonly [number, number], along: WalkSpace, frames: number, look: Look): Promise<Drawn>;
  findDirections(): Promise<FoundDirections>;
  drawShift(seed: number, shift: Float32Array, look: Look): Promise<Drawn>;
  /** Looks for copies, then saves a zip of PNGs; resolves when it is saved, was stopped or was left. */
  archivePictures(firstSeed: number, count: number, look: Look): Promise<void>;
  stopArchive(): void;
}

export function createExploreActions({ update }: AppStore, client: Client, gate: CopiesGate): ExploreActions {
  return {
    explore: (choice) => update((state) => exploring(state, choice)),
    drawSeeds: async (seeds, look, columns) => ({
      ...(await client.request({ type: 'sample/generate', seeds, columns, ...look })),
      look,
    }),
    drawMix: (rows, columns, layers, look) => client.request({ type: 'explore/mix', rows, columns, layers, look }),
    drawWalk: (seeds, along, frames, look) => client.request({ type: 'explore/walk', seeds, along, frames, look }),
    findDirections: () => client.request({ type: 'explore/directions' }),
    drawShift: (seed, shift, look) => client.request({ type: 'explore/shift', seed, shift, look }),
    async archivePictures(firstSeed, count, look) {
      const pass = await gate.pass('pictures');
      if (!pass) return;
      const { fileName, zip } = await client.request({ type: 'explore/archive', firstSeed, count, look, ...pass });
      if (zip) saveFile(fileName, zip);
    },
    stopArchive: () => client.send({ type: 'explore/stopArchive' }),
  };
}
