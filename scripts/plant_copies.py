"""A small training on twenty slices, which copies them in the end, and one on many, for the look for copies.

    python3 scripts/plant_copies.py --zip SLICES.zip --out DIR [--few 20 --until 240 --every 20 --seed 1]

--zip: pictures in a folder a subject. --few 0 trains on all slices but those of every ninth subject, else on so many, of
half of the subjects. The networks, losses and steps are those of plant_collapses.py, 32 maps wide: the PyTorch twin of the
engine's. It writes train.bin, held-out.bin and, at each measurement, fakes-NIMG.bin (1,000 pictures of the averaged
generator), all grey squares of 16 px as bytes, and held-out.json with the subject of each held-out slice. npm run copies
looks at them. It judges nothing.
"""
import argparse
import io
import json
import os
import zipfile

import numpy as np
import torch
from PIL import Image

import plant_collapses
from plant_collapses import BASE, SIDE, Run

plant_collapses.PICTURES = 1000
ENDINGS = ('.png', '.jpg', '.jpeg')


def slices_of(path):
    """Pictures padded to a square whose side is a power of two and averaged to SIDE, and the folder of each."""
    pixels, subjects = [], []
    with zipfile.ZipFile(path) as archive:
        for name in sorted(name for name in archive.namelist() if name.lower().endswith(ENDINGS)):
            picture = np.asarray(Image.open(io.BytesIO(archive.read(name))).convert('L'), np.float64)
            height, width = picture.shape
            side = max(SIDE, 1 << (max(height, width) - 1).bit_length())
            square = np.zeros((side, side))
            top, left = (side - height) // 2, (side - width) // 2
            square[top:top + height, left:left + width] = picture
            means = square.reshape(SIDE, side // SIDE, SIDE, side // SIDE).mean((1, 3))
            pixels.append(np.floor(means + 0.5).astype(np.uint8))
            subjects.append(name.split('/')[-2])
    return np.stack(pixels), np.array(subjects)


def few_of(subjects, count):
    """Places of `count` slices, a subject after the other, each from another height of the head."""
    names = sorted(set(subjects))
    own = [np.flatnonzero(subjects == names[i % len(names)]) for i in range(count)]
    return [places[i * len(places) // count] for i, places in enumerate(own)]


class Copying(Run):
    def measure(self, folder):
        self.nets.shown().tofile(os.path.join(folder, f'fakes-{self.nimg}.bin'))
        print(self.nimg, flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--zip', required=True)
    parser.add_argument('--out', required=True)
    for name, value in dict(few=20, until=240.0, every=20.0, seed=1).items():
        parser.add_argument(f'--{name}', type=type(value), default=value)
    a = parser.parse_args()
    torch.set_num_threads(1)
    pixels, subjects = slices_of(a.zip)
    names = sorted(set(subjects))
    order = np.random.RandomState(a.seed).permutation(len(names))
    held = [names[i] for i in order[:len(names) // (2 if a.few else 9)]]
    is_held = np.isin(subjects, held)
    train, own = pixels[~is_held], subjects[~is_held]
    run = Copying({**BASE, 'seed': a.seed, 'r1Gamma': 0.15, 'channelMax': 32}, pixels)
    run.train = train[few_of(own, a.few)] if a.few else train
    run.held = pixels[is_held]
    os.makedirs(a.out, exist_ok=True)
    run.train.tofile(os.path.join(a.out, 'train.bin'))
    run.held.tofile(os.path.join(a.out, 'held-out.bin'))
    with open(os.path.join(a.out, 'held-out.json'), 'w') as file:
        json.dump(subjects[is_held].tolist(), file)
    run.go(a.out, a.until, a.every)


main()
