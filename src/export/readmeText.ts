/** README.txt of the weights zip: what the files are, how to open them without Gyrus, and whether pictures copy. */
import type { CopyRecord } from '../protocol/judging.ts';
import { copiesText } from './copyRecord.ts';

/** The text; `snapshot` is the weights' file name in the zip, `copies` the last look for copies where there was one. */
export function readmeText(snapshot: string, copies: CopyRecord | undefined): string {
  return `Weights of a StyleGAN trained with Gyrus.

${snapshot}  G, D and GEma (the moving average of G, the one to sample from), float32
training_options.json  the settings of the run; nimg is how many slices the critic saw, workingResolution the pictures'
  size by then and workingAlpha how far it was faded in (1: fully): layers above it are untrained; classes are the names
  of the classes that the networks know, none if it was trained without
stats.jsonl  one JSON object a tick: losses, scores, speed
reals.png  some of the slices it learned from: mind your data agreement before passing this on
fakesNNNNNN.png  generated pictures from the same seeds after NNNNNN thousand slices, the newest of each thousand
${copies ? 'copies.json  the last look for copies of training slices, in numbers; its verdict is below\n' : ''}
${copiesText(copies)}
Open the weights in PyTorch (safetensors.torch.load_file does the same):

    import json, numpy as np, torch
    def load(path):
        data = open(path, "rb").read()
        start = 8 + int.from_bytes(data[:8], "little")
        tensors = {}
        for name, entry in json.loads(data[8:start]).items():
            if name == "__metadata__": continue
            begin, end = (start + offset for offset in entry["data_offsets"])
            tensors[name] = torch.tensor(np.frombuffer(data[begin:end], "<f4").reshape(entry["shape"]))
        return tensors
    weights = load("${snapshot}")
    print({name: tuple(w.shape) for name, w in weights.items() if name.startswith("GEma.")})

Names are those of the PyTorch implementations: GEma.mapping.fc0.weight, GEma.synthesis.b8.conv0.weight, D.b8.fromrgb.weight.
Convolutions are [out, in, height, width], fully connected weights [out, in], the constant [channels, 4, 4].
The learning rate is equalised: a layer uses weight / sqrt(fan in), with fan in = in * height * width; the mapping
network's layers use weight * mappingLr / sqrt(fan in) and bias * mappingLr.
Where GEma.mapping.embed.weight exists the networks know classes: a picture of classes[k] takes
embed.weight[:, k] / sqrt(len(classes)) + embed.bias as e, and the mapping's input is z / rms(z) followed by e / rms(e),
rms being the root of the mean square. A mapping without classes takes z / rms(z) alone.
A seed is the same z everywhere; docs/seeds.md in the Gyrus sources has the rule and ten lines of Python.
`;
}
