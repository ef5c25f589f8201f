/** The frames of a walk through seeds, a few at a time, so that training goes on in between. It packs no film. */
import { encodePng } from '../export/png.ts';
import { channelsOf } from '../protocol/dataset.ts';
import type { FilmOf } from '../protocol/media.ts';
import type { FilmPicture } from '../reckoning/tasks/film.ts';
import { PICTURES_AT_ONCE, paintStyles } from '../sampling/paintStyles.ts';
import { latentsOf, stylesOf } from '../sampling/styles.ts';
import { sphericalWalk, straightWalk, tour } from '../sampling/walk.ts';
import type { Drawable } from './drawable.ts';
import { styleRequest, stylesOfSeeds } from './exploreDraw.ts';

export type WalkFilm = Extract<FilmOf, { kind: 'walk' }>;

/**
 * Each `next` draws PICTURES_AT_ONCE frames at most. Noise is the first seed's all along, and so is the class of a walk in z:
 * there is nothing between two classes. drawable is the caller's, and stays as it is while this is under way.
 */
export async function* walkPictures(drawable: Drawable, film: WalkFilm): AsyncGenerator<FilmPicture[], void> {
  const { painter, from } = drawable;
  const { resolution, shape } = painter;
  const { seeds, along, look, layers = { from: 0, to: from.layers } } = film;
  const [firstSeed = 0] = seeds;
  const dim = along === 'z' ? shape.zDim : shape.wDim;
  const points =
    along === 'z'
      ? tour(latentsOf(seeds, dim), dim, film, sphericalWalk)
      : tour(await stylesOfSeeds(drawable, seeds, look), dim, film, straightWalk);
  const still = await stylesOfSeeds(drawable, [firstSeed], look);
  const frames = points.length / dim;
  for (let start = 0; start < frames; start += PICTURES_AT_ONCE) {
    const batch = points.subarray(start * dim, (start + PICTURES_AT_ONCE) * dim);
    const count = batch.length / dim;
    const sameSeed = Array.from({ length: count }, () => firstSeed);
    const moving = along === 'z' ? await stylesOf(styleRequest(drawable, sameSeed, look), batch) : batch;
    const unmoved = repeatedRow(still, count);
    const ws = Array.from({ length: from.layers }, (_, layer) =>
      layer >= layers.from && layer < layers.to ? moving : unmoved,
    );
    const pixels = await paintStyles(painter, ws, { kind: look.noise, seeds: sameSeed });
    const channels = channelsOf(shape);
    const area = resolution * resolution * channels;
    yield await Promise.all(
      sameSeed.map(async (_, i) => ({
        png: await encodePng(pixels.subarray(i * area, (i + 1) * area), resolution, resolution, channels),
        caption: walkCaption(film, start + i),
      })),
    );
  }
}

/** "seed 1003", "seed 1003 to 1008". */
function walkCaption({ seeds, framesBetween }: WalkFilm, frame: number): string {
  const leg = Math.floor(frame / framesBetween);
  const from = seeds[leg % seeds.length];
  return frame % framesBetween === 0 ? `seed ${from}` : `seed ${from} to ${seeds[(leg + 1) % seeds.length]}`;
}

function repeatedRow(row: Float32Array, count: number): Float32Array {
  const rows = new Float32Array(row.length * count);
  for (let i = 0; i < count; i++) rows.set(row, i * row.length);
  return rows;
}
