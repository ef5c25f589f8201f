"""Judges generated digits with a small classifier trained on the real ones, and prints JSON.

    /usr/bin/python3 scripts/judge_digits.py --reals mnist-digits-png.zip --fakes DIR --resolution 16

Reals: a zip with one folder a class (mnist/D/D_NNNNN.png). Fakes: a folder of PNGs of resolution x resolution, or of
folders 0 to 9 with the PNGs that were asked for as that digit (npm run generate -- ... --class D); without --fakes the
held-out reals alone are judged. It says whether pictures read as digits and which ones occur; it does not
say whether they are good or new, and it refuses pictures of another size. Needs torch, numpy and Pillow (Debian:
python3-torch, python3-pil), the only script here that does. The same seed gives the same numbers on one machine.
"""
import argparse
import io
import json
import math
import os
import re
import sys
import zipfile

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from PIL import Image

CLASSES = 10
SURE = 0.9  # confidence from which a picture counts as clearly one digit
COVERED = 0.02  # share of all pictures that a class needs among the sure ones; an even spread gives each 0.1
BATCH = 64
LARGEST_SHIFT = 0.08  # augmentation: of the picture's side
LARGEST_TURN = 0.2  # radians, about 11 degrees
LARGEST_STRETCH = 0.1


def area_matrix(source, target):
    """[target, source]: output i is the mean of the source interval [i s, (i + 1) s), s = source / target."""
    scale, matrix = source / target, np.zeros((target, source))
    for i in range(target):
        for j in range(int(i * scale), min(source, math.ceil((i + 1) * scale))):
            matrix[i, j] = max(0.0, min(j + 1, (i + 1) * scale) - max(j, i * scale)) / scale
    return matrix


def prepared(picture, side):
    """The page's rule for square pictures: larger ones are area-averaged, those of at least 3/4 padded with black."""
    own = picture.shape[0]
    if picture.shape[1] != own or own < side * 3 / 4:
        sys.exit(f'A real digit has {picture.shape[1]} x {own} pixels: squares of at least {side * 3 // 4} px are needed.')
    if own <= side:
        before = (side - own) // 2
        return np.pad(picture, (before, side - own - before))
    matrix = area_matrix(own, side)
    return np.floor(matrix @ picture @ matrix.T + 0.5).astype(np.uint8)


def load_reals(path, side):
    """uint8 [N, side, side] and classes [N], in the order of names."""
    pictures, classes = [], []
    with zipfile.ZipFile(path) as archive:
        for name in sorted(n for n in archive.namelist() if re.search(r'/\d/[^/]+\.png$', n)):
            pictures.append(prepared(np.asarray(Image.open(io.BytesIO(archive.read(name))).convert('L')), side))
            classes.append(int(name.split('/')[-2]))
    if not pictures:
        sys.exit(f'{path} holds no PNGs in folders named 0 to 9.')
    return np.stack(pictures), np.array(classes)


def load_fakes(path, side):
    names = sorted(n for n in os.listdir(path) if n.endswith('.png'))
    if not names:
        sys.exit(f'There are no PNGs in {path}: write some with npm run generate.')
    pictures = [np.asarray(Image.open(os.path.join(path, n)).convert('L')) for n in names]
    for name, picture in zip(names, pictures):
        if picture.shape != (side, side):
            sys.exit(f'{name} has {picture.shape[1]} x {picture.shape[0]} pixels, not {side} x {side}: see --resolution.')
    return np.stack(pictures)


def load_asked(path, side):
    """Pictures by the digit that was asked for, or none where the folder has no folders of digits."""
    folders = {digit: os.path.join(path, str(digit)) for digit in range(CLASSES)}
    return {digit: load_fakes(folder, side) for digit, folder in folders.items() if os.path.isdir(folder)}


def as_asked(judge, asked):
    """Share of the pictures that the judge reads as the digit asked for, by digit and in all."""
    right = {d: probabilities(judge, to_tensor(pictures)).argmax(1) == d for d, pictures in asked.items()}
    return {
        'asAsked': round(float(np.concatenate(list(right.values())).mean()), 4),
        'asAskedByDigit': {str(digit): round(float(hits.mean()), 4) for digit, hits in right.items()},
    }


def split(classes, share, rng):
    """Indices to train on and held out, the same share of every class."""
    held_out = []
    for digit in range(CLASSES):
        members = rng.permutation(np.flatnonzero(classes == digit))
        held_out += list(members[: round(len(members) * share)])
    return np.setdiff1d(np.arange(len(classes)), held_out), np.sort(held_out)


def to_tensor(pictures):
    return torch.from_numpy(pictures.astype(np.float32) / 127.5 - 1)[:, None]  # [N,1,S,S]


def make_judge(side):
    small = side // 4
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(),
        nn.Conv2d(32, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Dropout(0.3), nn.Linear(64 * small * small, 128), nn.ReLU(), nn.Linear(128, CLASSES),
    )


def jittered(batch):
    """Small turns, shifts and stretches, so that 1,600 digits teach strokes and not places."""
    uniform = lambda reach: (torch.rand(len(batch)) * 2 - 1) * reach
    angle, scale = uniform(LARGEST_TURN), 1 + uniform(LARGEST_STRETCH)
    turn = torch.stack([
        torch.stack([scale * angle.cos(), -angle.sin(), 2 * uniform(LARGEST_SHIFT)], 1),
        torch.stack([angle.sin(), scale * angle.cos(), 2 * uniform(LARGEST_SHIFT)], 1),
    ], 1)  # [N,2,3]
    grid = F.affine_grid(turn, batch.shape, align_corners=False)
    return F.grid_sample(batch + 1, grid, align_corners=False) - 1  # outside the picture is black, -1


def train(judge, pictures, classes, epochs):
    steps = epochs * math.ceil(len(pictures) / BATCH)
    optimiser = torch.optim.Adam(judge.parameters(), lr=2e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=steps)
    judge.train()
    for _ in range(epochs):
        for chosen in torch.randperm(len(pictures)).split(BATCH):
            loss = F.cross_entropy(judge(jittered(pictures[chosen])), classes[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()


def probabilities(judge, pictures):
    judge.eval()
    with torch.no_grad():
        return torch.cat([judge(part).softmax(1) for part in pictures.split(256)]).numpy()  # [N,10]


def verdict(chances):
    confidence, digit = chances.max(1), chances.argmax(1)
    sure = confidence > SURE
    counts = np.bincount(digit[sure], minlength=CLASSES)
    covered = [d for d in range(CLASSES) if counts[d] >= COVERED * len(chances)]
    return {
        'pictures': len(chances),
        'meanConfidence': round(float(confidence.mean()), 4),
        'shareAbove0.9': round(float(sure.mean()), 4),
        'histogram': np.bincount(digit, minlength=CLASSES).tolist(),
        'histogramAbove0.9': counts.tolist(),
        'classesCovered': len(covered),
        'classesMissing': [d for d in range(CLASSES) if d not in covered],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--reals', required=True)
    parser.add_argument('--fakes')
    parser.add_argument('--resolution', type=int, required=True)
    parser.add_argument('--epochs', type=int, default=20)
    parser.add_argument('--held-out', type=float, default=0.2)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--threads', type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = np.random.RandomState(options.seed)

    pictures, classes = load_reals(options.reals, options.resolution)
    asked = load_asked(options.fakes, options.resolution) if options.fakes else {}
    fakes = None
    if options.fakes:
        fakes = np.concatenate(list(asked.values())) if asked else load_fakes(options.fakes, options.resolution)
    training, held_out = split(classes, options.held_out, rng)
    judge = make_judge(options.resolution)
    train(judge, to_tensor(pictures[training]), torch.from_numpy(classes[training]), options.epochs)

    chances = probabilities(judge, to_tensor(pictures[held_out]))
    # What the judge says of no digit at all: real pixels in random order. A fake's confidence means little below it.
    shuffled = pictures[held_out].reshape(len(held_out), -1)
    shuffled = np.stack([rng.permutation(picture) for picture in shuffled]).reshape(-1, *pictures.shape[1:])
    report = {
        'resolution': options.resolution,
        'seed': options.seed,
        'trainedOn': len(training),
        'heldOutAccuracy': round(float((chances.argmax(1) == classes[held_out]).mean()), 4),
        'heldOut': verdict(chances),
        'shuffledPixels': verdict(probabilities(judge, to_tensor(shuffled))),
    }
    if fakes is not None:
        report['fakes'] = {**verdict(probabilities(judge, to_tensor(fakes))), **(as_asked(judge, asked) if asked else {})}
    print(re.sub(r'\s+(?=[\d\]])', ' ', json.dumps(report, indent=1)))  # lists of numbers on one line


if __name__ == '__main__':
    main()
