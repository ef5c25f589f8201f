/** What a report says of copies: the verdict, what it rests on, why the report leaves in spite of it, and that it is no proof. The pairs are not shown: half of each is a patient. */
import type { CopyRecord } from '../../protocol/judging.ts';
import type { Block } from './blocks.ts';
import { kimgText, numberText } from './words.ts';

export function copyBlocks(copies: CopyRecord | undefined): Block[] {
  if (!copies)
    return [
      {
        kind: 'text',
        text: 'Nobody looked for copies of training slices. Look for them in Evaluate before you pass pictures or weights on.',
      },
    ];
  const { nimg, pictures, resolution, sentence, spaces, verdict } = copies.check;
  if (verdict === 'unknown') return [{ kind: 'text', text: sentence }];
  const blocks: Block[] = [
    { kind: 'text', text: sentence },
    ...(copies.reason === undefined
      ? []
      : [{ kind: 'text', text: `Exported in spite of copies, with this reason: ${copies.reason}` } as const]),
    {
      kind: 'text',
      text: `Looked at ${kimgText(nimg)} with ${pictures} generated pictures of ${resolution} px, each by its distance to the nearest training slice over that to the nearest slice of a held-out subject. Worst pairs are shown in Gyrus, not here: half of each is a patient. Such a look can find copies; it cannot prove that there are none.`,
    },
  ];
  if (spaces.length > 0)
    blocks.push({
      kind: 'table',
      caption: 'Ratios of distances; below 1 is nearer to training',
      head: ['Space', 'Smallest, generated', 'Smallest, held-out reals', '5 % of held-out reals are below', 'Verdict'],
      rows: spaces.map(({ name, verdict: found, fakeRatios, heldOutRatios, threshold }) => [
        name,
        numberText(smallest(fakeRatios)),
        numberText(smallest(heldOutRatios)),
        numberText(threshold),
        found,
      ]),
    });
  return blocks;
}

const smallest = (ratios: Float32Array) =>
  ratios.reduce((least, ratio) => Math.min(least, ratio), Number.POSITIVE_INFINITY);
