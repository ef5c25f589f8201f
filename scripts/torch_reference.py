"""Draws a Gyrus weights zip in PyTorch and compares with the pictures Gyrus drew: an implementation that shares no code.

    python3 scripts/torch_reference.py WEIGHTS.zip [--sheet FAKES.png] [--out DIR --seeds 0-9]

Reads G, D and GEma from the safetensors file, rebuilds the progressive StyleGAN with torch's own layers, and draws the
seeds of a sample sheet (1000 to 1035) with GEma and the constant noise. Without --sheet it compares with the newest
fakesNNNNNN.png of the zip. It trains nothing and writes pictures only with --out.
Needs torch, numpy and PIL (Debian: python3-torch, python3-numpy, python3-pil).
"""
import argparse
import io
import json
import math
import os
import sys
import zipfile

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

SHEET_SEEDS, SHEET_COLUMNS = range(1000, 1036), 6


def latent(seed, z_dim):
    """The z of a seed: Philox4x32-10 and Box-Muller, as docs/seeds.md says."""
    word, n = np.uint64(0xFFFFFFFF), np.arange((z_dim + 3) // 4, dtype=np.uint64)
    x, k = [n, 0 * n, 0 * n, 0 * n], [np.uint64(seed), np.uint64(10)]
    for _ in range(10):
        a, b = x[0] * np.uint64(0xD2511F53), x[2] * np.uint64(0xCD9E8D57)
        x = [b >> np.uint64(32) ^ x[1] ^ k[0], b & word, a >> np.uint64(32) ^ x[3] ^ k[1], a & word]
        k = [k[0] + np.uint64(0x9E3779B9) & word, k[1] + np.uint64(0xBB67AE85) & word]
    u = np.stack(x, 1).reshape(-1, 2) >> np.uint64(8)
    r, t = np.sqrt(-2 * np.log((u[:, 0] + 1.0) / 2**24)), 2 * np.pi * u[:, 1] / 2**24
    return np.stack([r * np.cos(t), r * np.sin(t)], 1).reshape(-1)[:z_dim].astype(np.float32)


def load_safetensors(data):
    start = 8 + int.from_bytes(data[:8], 'little')
    tensors = {}
    for name, entry in json.loads(data[8:start]).items():
        if name == '__metadata__':
            continue
        begin, end = (start + offset for offset in entry['data_offsets'])
        tensors[name] = torch.tensor(np.frombuffer(data[begin:end], '<f4').reshape(entry['shape']))
    return tensors


class Weights:
    """Parameters of one network by name, scaled by equalised learning rate where they are used."""

    def __init__(self, tensors, network, options):
        self.tensors = {name[len(network) + 1:]: t for name, t in tensors.items() if name.startswith(network + '.')}
        self.options = options

    def __getitem__(self, name):
        return self.tensors[name]

    def conv(self, name, x, gain=1.0):
        w = self[name + '.weight']
        return F.conv2d(x, w * (gain / math.sqrt(w[0].numel())), padding=w.shape[2] // 2)

    def bias(self, name, x):
        return x + self[name + '.bias'].view(1, -1, 1, 1)

    def dense(self, name, x, lr=1.0):
        w = self[name + '.weight']
        return F.linear(x, w * (lr / math.sqrt(w.shape[1])), self[name + '.bias'] * lr)


TAPS = torch.tensor([1.0, 3.0, 3.0, 1.0])
KERNEL = (TAPS[:, None] * TAPS[None] / 64)[None, None]


def smooth_up(x):
    n, c, h, w = x.shape
    y = x.new_zeros(n, c, h, 2, w, 2)
    y[:, :, :, 0, :, 0] = x
    y = F.pad(y.reshape(n, c, 2 * h, 2 * w), (2, 1, 2, 1))
    return F.conv2d(y, 4 * KERNEL.expand(c, 1, 4, 4), groups=c)


def smooth_down(x):
    c = x.shape[1]
    return F.conv2d(F.pad(x, (1, 1, 1, 1)), KERNEL.expand(c, 1, 4, 4), groups=c)[:, :, ::2, ::2]


def draw(weights, seeds):
    """[N, R, R] in [-1, 1] at the resolution the file was trained to."""
    o = weights.options
    lr, alpha, top = o['mappingLr'], o['workingAlpha'], o['workingResolution']
    z = torch.tensor(np.stack([latent(seed, o['zDim']) for seed in seeds]))
    w = z * torch.rsqrt(z.square().mean(1, keepdim=True) + 1e-8)
    for i in range(o['mappingLayers']):
        w = F.leaky_relu(weights.dense(f'mapping.fc{i}', w, lr), 0.2) * math.sqrt(2)
    x = weights['synthesis.b4.const'][None].repeat(len(z), 1, 1, 1)
    below, resolution = None, 4
    while True:
        name = f'synthesis.b{resolution}'
        for layer in ('conv0', 'conv1'):
            if layer == 'conv0' and resolution > 4:
                x = smooth_up(x)
            if layer == 'conv1' or resolution > 4:
                x = weights.conv(f'{name}.{layer}', x, math.sqrt(2))
            noise = weights[f'{name}.{layer}.noise_const'][None, None]
            x = x + noise * weights[f'{name}.{layer}.noise_strength'].view(1, -1, 1, 1)
            x = F.leaky_relu(weights.bias(f'{name}.{layer}', x), 0.2)
            scale, shift = weights.dense(f'{name}.{layer}.affine', w)[:, :, None, None].chunk(2, 1)
            x = F.instance_norm(x, eps=1e-8) * (scale + 1) + shift
        if resolution == top:
            break
        if resolution == top // 2 and alpha < 1:
            rgb = f'{name}.torgb'
            below = F.interpolate(weights.bias(rgb, weights.conv(rgb, x)), scale_factor=2)
        resolution *= 2
    rgb = f'synthesis.b{top}.torgb'
    picture = weights.bias(rgb, weights.conv(rgb, x))
    return (picture if below is None else torch.lerp(below, picture, alpha))[:, 0]


def score(weights, pictures):
    """The critic's logits of [N, R, R] pictures; the batch must be a multiple of its minibatch group."""
    o = weights.options
    act = lambda name, x: F.leaky_relu(weights.bias(name, x), 0.2) * math.sqrt(2)
    image, top = pictures[:, None], o['workingResolution']
    x = act(f'b{top}.fromrgb', weights.conv(f'b{top}.fromrgb', image))
    resolution = top
    while resolution > 4:
        x = act(f'b{resolution}.conv0', weights.conv(f'b{resolution}.conv0', x))
        x = act(f'b{resolution}.conv1', smooth_down(weights.conv(f'b{resolution}.conv1', x)))
        resolution //= 2
        if resolution == top // 2 and o['workingAlpha'] < 1 and top > o['startResolution']:
            name = f'b{resolution}.fromrgb'
            x = torch.lerp(act(name, weights.conv(name, F.avg_pool2d(image, 2))), x, o['workingAlpha'])
    group = min(o['mbstdGroup'], len(x))
    deviation = (x.view(group, -1, *x.shape[1:]).var(0, unbiased=False) + 1e-8).sqrt().mean((1, 2, 3))
    x = torch.cat([x, deviation.repeat(group)[:, None, None, None].expand(-1, 1, 4, 4)], 1)
    x = act('b4.conv', weights.conv('b4.conv', x)).flatten(1)
    x = F.leaky_relu(weights.dense('b4.fc', x), 0.2) * math.sqrt(2)
    return weights.dense('b4.out', x)[:, 0]


def to_grey(pictures):
    return np.floor(np.clip((pictures.numpy().astype(np.float64) + 1) * 127.5, 0, 255) + 0.5).astype(np.uint8)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('weights')
    parser.add_argument('--sheet', help='the PNG of a sample sheet; default: the newest in the zip')
    parser.add_argument('--out', help='folder for the pictures of --seeds')
    parser.add_argument('--seeds', default='0-9')
    arguments = parser.parse_args()

    archive = zipfile.ZipFile(arguments.weights)
    options = json.loads(archive.read('training_options.json'))
    snapshot = max(n for n in archive.namelist() if n.startswith('network-snapshot-'))
    tensors = load_safetensors(archive.read(snapshot))
    ema = Weights(tensors, 'GEma', options)

    if arguments.out:
        first, last = (int(part) for part in (arguments.seeds.split('-') * 2)[:2])
        os.makedirs(arguments.out, exist_ok=True)
        for seed, grey in zip(range(first, last + 1), to_grey(draw(ema, range(first, last + 1)))):
            Image.fromarray(grey).save(os.path.join(arguments.out, f'seed{seed:04d}.png'))

    name = arguments.sheet or max(n for n in archive.namelist() if n.startswith('fakes'))
    sheet = np.asarray(Image.open(arguments.sheet or io.BytesIO(archive.read(name))))
    pictures = draw(ema, SHEET_SEEDS)
    side = pictures.shape[1]
    tiles = sheet.reshape(-1, side, SHEET_COLUMNS, side).swapaxes(1, 2).reshape(-1, side, side)
    difference = np.abs(to_grey(pictures).astype(int) - tiles.astype(int))
    print(f'{name}: {len(tiles)} pictures of {side} x {side}, largest difference {difference.max()} of 255, '
          f'{(difference > 0).mean():.2%} of pixels differ')
    logits = score(Weights(tensors, 'D', options), pictures)
    print(f'D on them: mean {logits.mean():.4f}, spread {logits.std():.4f}')
    sys.exit(0 if difference.max() <= 1 else 1)


if __name__ == '__main__':
    main()
