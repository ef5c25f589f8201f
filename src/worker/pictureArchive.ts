/**
 * A zip of many generated pictures, a few at a time so that training goes on in between. All of them are drawn with one copy
 * of the averaged weights, made when it begins. One zip at a time; it refuses to keep more than a batch in memory.
 */
import { copyTexts } from '../export/copyRecord.ts';
import { pictureFileName, pictureTexts } from '../export/pictureText.ts';
import type { PngTexts } from '../export/pngText.ts';
import { createStoredZip } from '../export/storedZip.ts';
import { syntheticText } from '../export/syntheticText.ts';
import { disposeParams } from '../model/paramStore.ts';
import type { Command } from '../protocol/commands.ts';
import { channelsOf } from '../protocol/dataset.ts';
import type { TrainerEvent } from '../protocol/events.ts';
import { FailureError } from '../protocol/failure.ts';
import type { CopyRecord } from '../protocol/judging.ts';
import { PICTURES_AT_ONCE } from '../sampling/paintStyles.ts';
import { sample } from '../sampling/sample.ts';
import type { Drawable } from './drawable.ts';
import { pictureFacts } from './exploreDraw.ts';
import { frozenCopy } from './frozenCopy.ts';
import { sampleLabels } from './sampleLabels.ts';
import { sheetImage } from './sheets.ts';

type ArchiveCommand = Extract<Command, { type: 'explore/archive' }>;

export interface ArchiveParts {
  readonly emit: (event: TrainerEvent) => void;
  /** Runs a part when it is its turn; what it throws is said in the request's place. */
  readonly addPart: (work: () => Promise<void>, requestId: string) => void;
}

export interface PictureArchive {
  /** Throws FailureError 'bad-config' where one is under way already. */
  begin(command: ArchiveCommand, drawable: Drawable, copies: CopyRecord | undefined): Promise<void>;
  /** Ends the one under way at its next part, without a zip. */
  stop(): void;
}

const IMAGES_PER_KIMG = 1000;

export function createPictureArchive({ emit, addPart }: ArchiveParts): PictureArchive {
  let underWay: { stopped: boolean } | undefined;

  return {
    async begin(command, drawable, copies) {
      if (underWay)
        throw new FailureError('bad-config', 'A zip of pictures is being made: wait for it, or stop it first.');
      const archive = { stopped: false };
      underWay = archive;
      const { requestId, firstSeed, count, look } = command;
      const zip = createStoredZip();
      const words = syntheticText({ from: drawable.from, look, firstSeed, count, ...(copies ? { copies } : {}) });
      zip.add('SYNTHETIC.txt', new TextEncoder().encode(words));
      const texts = copyTexts(copies);
      let frozen: Drawable | undefined;
      let done = 0;
      const end = () => {
        underWay = undefined;
        if (frozen) disposeParams(frozen.painter.params);
        emit({ type: 'explore/progress', done: count, of: count });
      };
      const part = async () => {
        try {
          if (!archive.stopped) {
            const batch = seedsFrom(firstSeed + done, Math.min(PICTURES_AT_ONCE, count - done));
            for (const { name, png } of await pngsOf(frozen ?? drawable, batch, command, texts)) zip.add(name, png);
            zip.flush();
            done += batch.length;
          }
        } catch (error) {
          end();
          throw error;
        }
        if (done < count && !archive.stopped) {
          emit({ type: 'explore/progress', done, of: count });
          return addPart(part, requestId);
        }
        end();
        const fileName = zipName(command, drawable);
        emit({ type: 'explore/archived', requestId, fileName, zip: archive.stopped ? undefined : zip.finish() });
      };
      try {
        frozen = await frozenCopy(drawable);
      } catch (error) {
        underWay = undefined;
        throw error;
      }
      emit({ type: 'explore/progress', done, of: count });
      addPart(part, requestId);
    },
    stop() {
      if (underWay) underWay.stopped = true;
    },
  };
}

const seedsFrom = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);

async function pngsOf(
  { painter, from }: Drawable,
  seeds: readonly number[],
  { look }: ArchiveCommand,
  texts: PngTexts,
) {
  const { psi, noise, className } = look;
  const labels = sampleLabels(seeds, from.classes, className);
  const channels = channelsOf(painter.shape);
  const tile = painter.resolution;
  const pixels = await sample({ ...painter, seeds, psi, noise, ...(labels ? { labels } : {}) });
  const area = tile * tile * channels;
  return Promise.all(
    seeds.map(async (seed, i) => {
      const facts = pictureFacts(from, look, seed, labels?.[i]);
      const picture = pixels.subarray(i * area, (i + 1) * area);
      const { png } = await sheetImage(picture, tile, 1, channels, { ...pictureTexts(facts), ...texts });
      return { name: pictureFileName(facts), png };
    }),
  );
}

/** "gyrus-oasis64-281.0kimg-seeds1000to1999-SYNTHETIC.zip". */
function zipName({ firstSeed, count }: ArchiveCommand, { from }: Drawable): string {
  const kimg = (from.nimg / IMAGES_PER_KIMG).toFixed(1);
  return `gyrus-${from.preset}-${kimg}kimg-seeds${firstSeed}to${firstSeed + count - 1}-SYNTHETIC.zip`;
}
