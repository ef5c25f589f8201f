/** What the weights zip holds, by file name. Words only: the worker packs it. */

export interface ArchivePart {
  readonly file: string;
  readonly holds: string;
}

/** As many digits as NVIDIA's snapshots have. */
const KIMG_DIGITS = 6;

/** The files of a zip packed at `kimg`: NNNNNN in the names is kimg in whole numbers. */
export function archiveParts(kimg: number): readonly ArchivePart[] {
  const when = String(Math.floor(kimg)).padStart(KIMG_DIGITS, '0');
  return [
    {
      file: `network-snapshot-${when}.safetensors`,
      holds: 'G, D and GEma, float32, with the names and the layout (OIHW) of the PyTorch implementations',
    },
    { file: 'training_options.json', holds: 'every setting of the run, and its seed' },
    { file: 'stats.jsonl', holds: 'losses, scores and timings, one line a tick' },
    {
      file: 'README.txt',
      holds: 'what the files are, how PyTorch opens them, and whether pictures copy training slices',
    },
    { file: 'copies.json', holds: 'the last look for copies of training slices, in numbers' },
    { file: 'reals.png', holds: 'a sheet of real slices as the network saw them' },
    { file: `fakes${when}.png`, holds: 'the slices generated from the fixed seeds at that kimg' },
  ];
}
