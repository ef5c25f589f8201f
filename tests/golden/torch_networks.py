"""Both networks of each architecture in PyTorch: what parameters they have, how they are drawn, and what they compute.

Parameters are a dict from Gyrus' names to tensors in PyTorch's layout. Pictures are lists, smallest scale first.
"""
import math

import numpy as np
import torch

import draws
from torch_layers import (ada_in, bias, box_down, box_up, conv, conv_down, dense, fir, leaky, minibatch_std, modulated_conv,
                          pixel_norm, smooth_down, smooth_up)

MOVED_BY = 0.5


def to_torch(name, array):
    """From Gyrus' layout: pictures and constants NHWC, filters HWIO, matrices [in, out]."""
    t = torch.as_tensor(np.asarray(array, np.float64), dtype=torch.get_default_dtype())
    if t.dim() == 4:
        return t.permute(3, 2, 0, 1) if name.endswith('weight') else t.permute(0, 3, 1, 2)
    return t.t() if t.dim() == 2 and name.endswith('weight') else t


def from_torch(name, t):
    """The inverse of to_torch."""
    if t.dim() == 4:
        return t.permute(2, 3, 1, 0) if name.endswith('weight') else t.permute(0, 2, 3, 1)
    return t.t() if t.dim() == 2 and name.endswith('weight') else t


def maps(o, side):
    return max(1, min(o['channelBase'] // side, o['channelMax']))


def sides(o, top=None):
    return [2**k for k in range(2, int(math.log2(top or o['resolution'])) + 1)]


def scales(o, top):
    return [r for r in sides(o, top) if r >= min(o['startResolution'], top)] if o['arch'] == 'msg' else [top]


class Specs(dict):
    """Name to (shape in Gyrus' layout, 'normal' or 'fill', standard deviation or value)."""

    def conv(self, name, kernel, i, o):
        self[f'{name}.weight'] = ((kernel, kernel, i, o), 'normal', 1)
        self[f'{name}.bias'] = ((o,), 'fill', 0)

    def dense(self, name, i, o, lr=1, start=0):
        self[f'{name}.weight'] = ((i, o), 'normal', 1 / lr)
        self[f'{name}.bias'] = ((o,), 'fill', start)


def generator_specs(o, classes):
    s, w = Specs(), o['wDim']
    if classes:
        s.dense('mapping.embed', classes, w)
    for i in range(o['mappingLayers']):
        s.dense(f'mapping.fc{i}', w if i else o['zDim'] + (w if classes else 0), w, o['mappingLr'])
    s['mapping.w_avg'] = ((w,), 'fill', 0)
    modern = o['arch'] != 'stylegan'
    s['synthesis.b4.const'] = ((1, 4, 4, maps(o, 4)), 'normal' if modern else 'fill', 1)
    for r in sides(o):
        i, m, name = maps(o, max(4, r // 2)), maps(o, r), f'synthesis.b{r}'
        for layer, source in (('conv0', i), ('conv1', m)):
            if modern and r == 4 and layer == 'conv0':
                continue
            s.conv(f'{name}.{layer}', 3, source, m)
            if not modern and r == 4 and layer == 'conv0':
                del s[f'{name}.{layer}.weight']
            s[f'{name}.{layer}.noise_strength'] = (() if modern else (m,), 'fill', 0)
            s.dense(f'{name}.{layer}.affine', w, source if modern else 2 * m, 1, int(modern))
        if o['arch'] == 'stylegan2' or r >= o['startResolution']:
            s.conv(f'{name}.torgb', 1, m, o['channels'])
            if modern:
                s.dense(f'{name}.torgb.affine', w, m, 1, 1)
    return s


def critic_specs(o, classes):
    s, modern = Specs(), o['arch'] != 'stylegan'
    for r in scales(o, o['resolution']) if modern else [r for r in sides(o) if r >= o['startResolution']]:
        s.conv(f'b{r}.fromrgb', 1, o['channels'], maps(o, r))
    for r in sides(o)[1:]:
        s.conv(f'b{r}.conv0', 3, maps(o, r), maps(o, r))
        s.conv(f'b{r}.conv1', 3, maps(o, r), maps(o, r // 2))
        if modern:
            s[f'b{r}.skip.weight'] = ((1, 1, maps(o, r), maps(o, r // 2)), 'normal', 1)
    m = maps(o, 4)
    s.conv('b4.conv', 3, m + 1, m)
    s.dense('b4.fc', 16 * m, m)
    s.dense('b4.out', m, 1)
    if classes:
        s['b4.embed.weight'] = ((classes, m), 'normal', 1)
    return s


def create(specs, seed, network):
    """First values by name; biases, noise strengths and w_avg moved away from the constants that would hide a mistake."""
    params = {}
    for name, (shape, kind, value) in specs.items():
        full = f'{network}.{name}'
        if kind == 'normal':
            array = draws.normals(seed, draws.WEIGHTS, draws.name_hash(full), shape) * np.float32(value)
        else:
            array = np.full(shape, value, np.float32)
        if kind == 'fill':
            array = array + np.float32(MOVED_BY) * draws.normals(1, draws.TEST_MOVED, draws.name_hash(full), shape)
        params[name] = to_torch(name, array).clone().requires_grad_(name != 'mapping.w_avg')
    return params


def layer(p, name, x, gain=1.0):
    return leaky(bias(conv(x, p[f'{name}.weight']), p[f'{name}.bias'])) * gain


def mapping(p, o, z, labels=None):
    w = pixel_norm(z)
    if labels is not None:
        one_hot, strength = labels
        w = torch.cat([w, strength * pixel_norm(dense(one_hot, p['mapping.embed.weight'], p['mapping.embed.bias']))], 1)
    for i in range(o['mappingLayers']):
        w = leaky(dense(w, p[f'mapping.fc{i}.weight'], p[f'mapping.fc{i}.bias'], o['mappingLr']))
    return w


def synthesis(p, o, ws, noise, resolution, alpha=1.0):
    """noise(layer, side) -> [N or 1,1,side,side]."""
    paint = progressive_synthesis if o['arch'] == 'stylegan' else modulated_synthesis
    return paint(p, o, ws, noise, resolution, alpha)


def affine(p, name, w):
    return dense(w, p[f'{name}.affine.weight'], p[f'{name}.affine.bias'])


def progressive_synthesis(p, o, ws, noise, resolution, alpha):
    x = p['synthesis.b4.const'].repeat(len(ws[0]), 1, 1, 1)
    to_rgb = lambda r, x: bias(conv(x, p[f'synthesis.b{r}.torgb.weight']), p[f'synthesis.b{r}.torgb.bias'])
    index, below = 0, None
    for r in sides(o, resolution):
        if r == resolution and alpha < 1 and r > o['startResolution']:
            below = box_up(to_rgb(r // 2, x))
        for which in ('conv0', 'conv1'):
            name = f'synthesis.b{r}.{which}'
            if which == 'conv0' and r > 4:
                x = smooth_up(x)
            if f'{name}.weight' in p:
                x = conv(x, p[f'{name}.weight'], math.sqrt(2))
            x = x + noise(index, r) * p[f'{name}.noise_strength'].view(1, -1, 1, 1)
            x = torch.nn.functional.leaky_relu(bias(x, p[f'{name}.bias']), 0.2)
            scale, shift = affine(p, name, ws[index]).chunk(2, 1)
            x = ada_in(x, scale, shift)
            index += 1
    picture = to_rgb(resolution, x)
    return [picture if below is None else below + (picture - below) * alpha]


def modulated_synthesis(p, o, ws, noise, resolution, _alpha):
    x = p['synthesis.b4.const'].expand(len(ws[0]), -1, -1, -1)
    painted, place = [], 0
    for r in sides(o, resolution):
        for k, which in enumerate(('conv0', 'conv1')):
            name = f'synthesis.b{r}.{which}'
            if f'{name}.weight' not in p:
                continue
            x = modulated_conv(x, p[f'{name}.weight'], affine(p, name, ws[place]), up=which == 'conv0')
            x = x + noise(2 * (int(math.log2(r)) - 2) + k, r) * p[f'{name}.noise_strength']
            x = leaky(bias(x, p[f'{name}.bias']))
            place += 1
        name = f'synthesis.b{r}.torgb'
        if f'{name}.weight' in p:
            rgb = modulated_conv(x, p[f'{name}.weight'], affine(p, name, ws[place]), demodulate=False)
            painted.append(bias(rgb, p[f'{name}.bias']))
    if o['arch'] == 'msg':
        return painted
    picture = painted[0]
    for finer in painted[1:]:
        picture = smooth_up(picture) + finer
    return [picture]


def critic(p, o, pictures, resolution, labels=None, alpha=1.0):
    """-> logits [N,1]."""
    x = layer(p, f'b{resolution}.fromrgb', pictures[-1])
    finer = list(zip(scales(o, resolution), pictures))[:-1]
    for r in reversed(sides(o, resolution)[1:]):
        if o['arch'] == 'stylegan':
            y = layer(p, f'b{r}.conv0', x)
            y = leaky(bias(smooth_down(conv(y, p[f'b{r}.conv1.weight'])), p[f'b{r}.conv1.bias']))
            if r == resolution and alpha < 1 and r > o['startResolution']:
                halved = layer(p, f'b{r // 2}.fromrgb', box_down(pictures[-1]))
                y = halved + (y - halved) * alpha
            x = y
        else:
            weight = p[f'b{r}.conv1.weight']
            y = fir(layer(p, f'b{r}.conv0', x), (2, 2, 2, 2))
            y = leaky(bias(conv_down(y, weight, 1 / math.sqrt(weight[0].numel())), p[f'b{r}.conv1.bias']))
            x = (conv(smooth_down(x), p[f'b{r}.skip.weight']) + y) / math.sqrt(2)
            for side, picture in finer:
                if side == r // 2:
                    x = x + layer(p, f'b{side}.fromrgb', picture)
    x = layer(p, 'b4.conv', minibatch_std(x, o['mbstdGroup'])).flatten(1)
    features = leaky(dense(x, p['b4.fc.weight'], p['b4.fc.bias']))
    logits = dense(features, p['b4.out.weight'], p['b4.out.bias'])
    if labels is None:
        return logits
    one_hot, strength = labels
    embedded = one_hot @ p['b4.embed.weight'].t()
    return logits + strength * (features * embedded).sum(1, keepdim=True) / math.sqrt(features.shape[1])
