"""Draws a Gyrus weights zip in PyTorch and compares with the pictures Gyrus drew: an implementation that shares no code.

    python3 scripts/torch_reference.py WEIGHTS.zip [--sheet FAKES.png] [--out DIR --seeds 0-9 --class 0]

Reads G, D and GEma from the safetensors file, rebuilds the StyleGAN, StyleGAN2 or multi-scale network with torch's own
layers, grey or RGB, with classes or without, and draws the seeds of a sample sheet (1000 to 1035, or a row a class) with
GEma and the constant noise. Without --sheet it compares with the newest fakesNNNNNN.png of the zip. It trains nothing and
writes pictures only with --out.
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
CLASS_COLUMNS, CLASS_ROWS = 8, 12


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

    def __contains__(self, name):
        return name in self.tensors

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


def fir(x, pad, gain=1.0):
    """pad: rows and columns of zeros before and after."""
    c, (before, after) = x.shape[1], pad
    return F.conv2d(F.pad(x, (before, after, before, after)), gain * KERNEL.expand(c, 1, 4, 4), groups=c)


def smooth_up(x):
    n, c, h, w = x.shape
    y = x.new_zeros(n, c, h, 2, w, 2)
    y[:, :, :, 0, :, 0] = x
    return fir(y.reshape(n, c, 2 * h, 2 * w), (2, 1), 4.0)


def smooth_down(x):
    return fir(x, (1, 1))[:, :, ::2, ::2]


def leaky(x):
    return F.leaky_relu(x, 0.2) * math.sqrt(2)


def pixel_norm(x):
    return x * torch.rsqrt(x.square().mean(1, keepdim=True) + 1e-8)


def one_hot(weights, labels):
    return F.one_hot(torch.as_tensor(labels), len(weights.options['classes'])).float()


def mapping(weights, seeds, labels):
    o = weights.options
    w = pixel_norm(torch.tensor(np.stack([latent(seed, o['zDim']) for seed in seeds])))
    if o['classes']:
        w = torch.cat([w, pixel_norm(weights.dense('mapping.embed', one_hot(weights, labels)))], 1)
    for i in range(o['mappingLayers']):
        w = leaky(weights.dense(f'mapping.fc{i}', w, o['mappingLr']))
    return w


def draw(weights, seeds, labels=None):
    """[N, R, R, channels] in [-1, 1] at the resolution the file was trained to. labels: one a seed, where there are classes."""
    w = mapping(weights, seeds, labels)
    x = weights['synthesis.b4.const'][None].repeat(len(seeds), 1, 1, 1)
    paint = draw_progressive if weights.options['arch'] == 'stylegan' else draw_modulated
    return paint(weights, w, x).permute(0, 2, 3, 1)


def draw_progressive(weights, w, x):
    alpha, top = weights.options['workingAlpha'], weights.options['workingResolution']
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
    return picture if below is None else torch.lerp(below, picture, alpha)


def modulated(weights, name, x, w, up=False, demodulate=True):
    """A modulated convolution with weights of each sample's own, without bias."""
    n, channels, height, width = x.shape
    style, weight = weights.dense(f'{name}.affine', w), weights[f'{name}.weight']
    own = weight[None] / math.sqrt(weight[0].numel()) * style[:, None, :, None, None]  # [N,O,I,k,k]
    if demodulate:
        own = own * torch.rsqrt(own.square().sum((2, 3, 4), keepdim=True) + 1e-8)
    _, to, _, kernel, _ = own.shape
    x = x.reshape(1, n * channels, height, width)
    if up:
        y = F.conv_transpose2d(x, own.transpose(1, 2).reshape(n * channels, to, kernel, kernel), stride=2, groups=n)
        return fir(y.reshape(n, to, *y.shape[2:]), (1, 1), 4.0)
    y = F.conv2d(x, own.reshape(n * to, channels, kernel, kernel), padding=kernel // 2, groups=n)
    return y.reshape(n, to, *y.shape[2:])


def draw_modulated(weights, w, x):
    """stylegan2 adds the pictures of all resolutions up; msg shows its largest."""
    picture, resolution = None, 4
    while resolution <= weights.options['resolution']:
        name = f'synthesis.b{resolution}'
        for layer in ('conv0', 'conv1'):
            if layer == 'conv0' and resolution == 4:
                continue
            x = modulated(weights, f'{name}.{layer}', x, w, up=layer == 'conv0')
            x = x + weights[f'{name}.{layer}.noise_const'][None, None] * weights[f'{name}.{layer}.noise_strength']
            x = leaky(weights.bias(f'{name}.{layer}', x))
        if f'{name}.torgb.weight' in weights:
            rgb = weights.bias(f'{name}.torgb', modulated(weights, f'{name}.torgb', x, w, demodulate=False))
            picture = rgb if picture is None or weights.options['arch'] == 'msg' else smooth_up(picture) + rgb
        resolution *= 2
    return picture


def score(weights, pictures, labels=None):
    """The critic's logits of [N, R, R, channels] pictures; the batch must be a multiple of its minibatch group.

    msg's critic is given the picture's own 2x2 means as its smaller scales, as it is of reals.
    """
    o, image = weights.options, pictures.permute(0, 3, 1, 2)
    act = lambda name, x: leaky(weights.bias(name, x))
    top = resolution = o['workingResolution']
    x = act(f'b{top}.fromrgb', weights.conv(f'b{top}.fromrgb', image))
    while resolution > 4:
        name, wide = f'b{resolution}', act(f'b{resolution}.conv0', weights.conv(f'b{resolution}.conv0', x))
        if o['arch'] == 'stylegan':
            x = act(f'{name}.conv1', smooth_down(weights.conv(f'{name}.conv1', wide)))
        else:
            weight = weights[f'{name}.conv1.weight']
            halved = F.conv2d(fir(wide, (2, 2)), weight / math.sqrt(weight[0].numel()), stride=2)
            x = (weights.conv(f'{name}.skip', smooth_down(x)) + act(f'{name}.conv1', halved)) / math.sqrt(2)
        resolution //= 2
        name = f'b{resolution}.fromrgb'
        if o['arch'] == 'msg' and f'{name}.weight' in weights:
            image = F.avg_pool2d(image, 2)
            x = x + act(name, weights.conv(name, image))
        if o['arch'] == 'stylegan' and resolution == top // 2 and o['workingAlpha'] < 1 and top > o['startResolution']:
            x = torch.lerp(act(name, weights.conv(name, F.avg_pool2d(image, 2))), x, o['workingAlpha'])
    group = min(o['mbstdGroup'], len(x))
    deviation = (x.view(group, -1, *x.shape[1:]).var(0, unbiased=False) + 1e-8).sqrt().mean((1, 2, 3))
    x = torch.cat([x, deviation.repeat(group)[:, None, None, None].expand(-1, 1, 4, 4)], 1)
    x = act('b4.conv', weights.conv('b4.conv', x)).flatten(1)
    x = leaky(weights.dense('b4.fc', x))
    logits = weights.dense('b4.out', x)[:, 0]
    if not o['classes']:
        return logits
    embedded = one_hot(weights, labels) @ weights['b4.embed.weight'].t() / math.sqrt(x.shape[1])
    return logits + (x * embedded).sum(1)


def to_bytes(pictures):
    """[N, R, R] or, of RGB, [N, R, R, 3]."""
    scaled = np.floor(np.clip((pictures.numpy().astype(np.float64) + 1) * 127.5, 0, 255) + 0.5).astype(np.uint8)
    return scaled[..., 0] if scaled.shape[3] == 1 else scaled


def sheet_plan(classes):
    """Columns, seeds and labels of a sheet: a row a class where there are classes, else 36 seeds."""
    if not classes:
        return SHEET_COLUMNS, list(SHEET_SEEDS), None
    rows, seeds = min(len(classes), CLASS_ROWS), list(SHEET_SEEDS)[:CLASS_COLUMNS]
    return CLASS_COLUMNS, seeds * rows, [row for row in range(rows) for _ in seeds]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('weights')
    parser.add_argument('--sheet', help='the PNG of a sample sheet; default: the newest in the zip')
    parser.add_argument('--out', help='folder for the pictures of --seeds')
    parser.add_argument('--seeds', default='0-9')
    parser.add_argument('--class', dest='label', type=int, default=0, help='of the pictures of --seeds, counted from 0')
    arguments = parser.parse_args()

    archive = zipfile.ZipFile(arguments.weights)
    options = {'classes': [], **json.loads(archive.read('training_options.json'))}
    snapshot = max(n for n in archive.namelist() if n.startswith('network-snapshot-'))
    tensors = load_safetensors(archive.read(snapshot))
    ema = Weights(tensors, 'GEma', options)

    if arguments.out:
        first, last = (int(part) for part in (arguments.seeds.split('-') * 2)[:2])
        seeds = range(first, last + 1)
        os.makedirs(arguments.out, exist_ok=True)
        for seed, picture in zip(seeds, to_bytes(draw(ema, seeds, [arguments.label] * len(seeds)))):
            Image.fromarray(picture).save(os.path.join(arguments.out, f'seed{seed:04d}.png'))

    name = arguments.sheet or max(n for n in archive.namelist() if n.startswith('fakes'))
    sheet = np.asarray(Image.open(arguments.sheet or io.BytesIO(archive.read(name))))
    columns, seeds, labels = sheet_plan(options['classes'])
    pictures = draw(ema, seeds, labels)
    side, colours = pictures.shape[1], sheet.shape[2:]
    tiles = sheet.reshape(-1, side, columns, side, *colours).swapaxes(1, 2).reshape(-1, side, side, *colours)
    difference = np.abs(to_bytes(pictures).astype(int) - tiles[:len(seeds)].astype(int))
    print(f'{name}: {len(seeds)} pictures of {side} x {side}, largest difference {difference.max()} of 255, '
          f'{(difference > 0).mean():.2%} of values differ')
    logits = score(Weights(tensors, 'D', options), pictures, labels)
    print(f'D on them: mean {logits.mean():.4f}, spread {logits.std():.4f}')
    sys.exit(0 if difference.max() <= 1 else 1)


if __name__ == '__main__':
    main()
