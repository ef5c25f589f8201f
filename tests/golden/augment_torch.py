"""Numbers for tests/golden/augment.json: the augmentation in PyTorch, with autograd's derivatives of both orders.

    python3 tests/golden/augment_torch.py > tests/golden/augment.json

Written from the definitions and independent of src/: transforms are composed forwards and inverted by a solver, pictures
are sampled by dense matrices over a plane of mirrored copies, and random words come from numpy's integers. Needs torch and
numpy.
"""
import json
import math
import sys

import numpy as np
import torch

torch.manual_seed(5)
F64 = torch.float64
COPIES = 4  # mirrored copies of a picture on each side of it
SEED, STREAM, STEP, PICTURES, SHIFT_UNIT, P = 9, 20, 11, 12, 16, 0.7
STRENGTHS = {
    'xFlip': 1, 'turn90': 1, 'integerShift': 0.125, 'isotropicScale': 0.2, 'rotation': 180, 'anisotropicScale': 0.2,
    'fractionalShift': 0.125, 'brightness': 0.2, 'contrast': 0.5, 'noise': 0.1, 'cutout': 0.5,
}


# Forward transforms of the plane, x to the right and y down, the centre at 0 and the side 1.

def flip(on):
    return np.diag([1.0 - 2 * on, 1, 1])


def rotate(angle):
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])


def scale(x, y):
    return np.diag([x, y, 1.0])


def shift(x, y):
    return np.array([[1.0, 0, x], [0, 1, y], [0, 0, 1]])


def map_of(*forwards):
    """The inverse of the transforms, applied in the order given, as six numbers."""
    whole = np.eye(3)
    for forward in forwards:
        whole = forward @ whole
    return np.linalg.solve(whole, np.eye(3))[:2].flatten().tolist()


# Sampling.

def keys(t):
    d = t.abs()
    near = 1.5 * d ** 3 - 2.5 * d ** 2 + 1
    far = -0.5 * d ** 3 + 2.5 * d ** 2 - 4 * d + 2
    return torch.where(d < 1, near, torch.where(d < 2, far, torch.zeros_like(d)))


def axis_weights(points, side):
    """points [P] in pixels of an axis -> [P, side]: a picture and its mirrored copies, folded together."""
    places = torch.arange(-COPIES * side, (COPIES + 1) * side)
    weights = keys(points[:, None] - places[None])
    folded = torch.zeros(len(points), side, dtype=F64)
    for copy in range(-COPIES, COPIES + 1):
        at = (copy + COPIES) * side
        part = weights[:, at:at + side]
        folded = folded + (part.flip(1) if copy % 2 else part)
    return folded


def footprint(column):
    """Where the samples of one pixel lie to both sides of it: a box of that size has that much more variance than a unit box."""
    size = column.norm()
    more = max(float(size ** 2) - 1 - 1e-3, 0) / 12
    return column / size * math.sqrt(more)


def warp(x, maps):
    results = []
    for picture, numbers in zip(x, maps):
        height, width, _ = picture.shape
        a, b, s, c, d, t = (torch.tensor(float(value), dtype=F64) for value in numbers)
        py, px = torch.meshgrid(torch.arange(height) - (height - 1) / 2, torch.arange(width) - (width - 1) / 2, indexing='ij')
        py, px = py.flatten().to(F64), px.flatten().to(F64)
        right, down = footprint(torch.stack([a, c])), footprint(torch.stack([b, d]))
        samples = []
        for i in (-1, 1):
            for j in (-1, 1):
                off = i * right + j * down
                sx = a * px + b * py + s * width + (width - 1) / 2 + off[0]
                sy = c * px + d * py + t * height + (height - 1) / 2 + off[1]
                samples.append(torch.einsum('ph,pw,hwc->pc', axis_weights(sy, height), axis_weights(sx, width), picture))
        results.append(torch.stack(samples).mean(0).reshape(height, width, -1))
    return torch.stack(results)


def colorize(x, colors, noise):
    results = []
    for picture, plane, (gain, bias, sigma, hole_x, hole_y, half) in zip(x, noise, colors):
        height, width, _ = picture.shape
        y = picture * gain + bias + sigma * plane
        for row in range(height):
            for column in range(width):
                if abs((column + 0.5) / width - hole_x) < half and abs((row + 0.5) / height - hole_y) < half:
                    keep = torch.ones(height, width, 1, dtype=F64)
                    keep[row, column] = 0
                    y = y * keep
        results.append(y)
    return torch.stack(results)


# The draws.

def words(count):
    mask, n = np.uint64(0xFFFFFFFF), np.arange(count // 4, dtype=np.uint64)
    x, k = [n, 0 * n, 0 * n + np.uint64(STEP), 0 * n], [np.uint64(SEED), np.uint64(STREAM)]
    for _ in range(10):
        a, b = x[0] * np.uint64(0xD2511F53), x[2] * np.uint64(0xCD9E8D57)
        x = [b >> np.uint64(32) ^ x[1] ^ k[0], b & mask, a >> np.uint64(32) ^ x[3] ^ k[1], a & mask]
        k = [k[0] + np.uint64(0x9E3779B9) & mask, k[1] + np.uint64(0xBB67AE85) & mask]
    return np.stack(x, 1)


def draw():
    """Maps and colours of PICTURES pictures at probability P: a block of four words an operation, twelve a picture."""
    blocks = words(PICTURES * 12 * 4).reshape(PICTURES, 12, 4) >> np.uint64(8)
    maps, colors = [], []
    for picture in blocks:
        unit = picture.astype(np.float64) / 2 ** 24
        chosen = [u[0] < P for u in unit]
        turns = [u[0] < 1 - math.sqrt(1 - P) for u in unit]
        radius = [math.sqrt(-2 * math.log(u[2] + 2.0 ** -24)) for u in unit]
        normal = [(r * math.cos(2 * math.pi * u[3]), r * math.sin(2 * math.pi * u[3])) for r, u in zip(radius, unit)]
        power = lambda op, k: 2 ** (STRENGTHS[op] * normal[k][0]) if chosen[k] else 1
        spin = lambda k: rotate(math.radians(STRENGTHS['rotation']) * (2 * unit[k][2] - 1)) if turns[k] else np.eye(3)
        steps = [np.eye(3)]
        if chosen[0]:
            steps.append(flip(int(2 * unit[0][2])))
        if chosen[1]:
            steps.append(rotate(math.pi / 2 * int(4 * unit[1][2])))
        if chosen[2]:
            steps.append(shift(*(round((2 * u - 1) * STRENGTHS['integerShift'] * SHIFT_UNIT) / SHIFT_UNIT for u in unit[2][2:])))
        steps += [scale(power('isotropicScale', 3), power('isotropicScale', 3)), spin(4)]
        steps += [scale(power('anisotropicScale', 5), 1 / power('anisotropicScale', 5)), spin(6)]
        if chosen[7]:
            steps.append(shift(*(STRENGTHS['fractionalShift'] * n for n in normal[7])))
        maps.append(map_of(*steps))
        brightness = STRENGTHS['brightness'] * normal[8][0] * chosen[8]
        contrast = power('contrast', 9)
        sigma = STRENGTHS['noise'] * abs(normal[10][0]) * chosen[10]
        half = STRENGTHS['cutout'] / 2 * chosen[11]
        colors.append([contrast, contrast * brightness, sigma, unit[11][2], unit[11][3], half])
    return maps, colors


GEOMETRY = {
    'xFlip': lambda side: map_of(flip(1)),
    'turn90': lambda side: map_of(rotate(math.pi / 2)),
    'integerShift': lambda side: map_of(shift(2 / side, -1 / side)),
    'isotropicScale': lambda side: map_of(scale(0.7, 0.7)),
    'rotation': lambda side: map_of(rotate(0.6)),
    'anisotropicScale': lambda side: map_of(scale(1.3, 1 / 1.3)),
    'fractionalShift': lambda side: map_of(shift(0.13, -0.21)),
    'together': lambda side: map_of(flip(1), scale(0.8, 0.8), rotate(-2.2), scale(0.8, 1.25), rotate(0.4), shift(0.3, 0.4)),
}
PLAIN = [1, 0, 0, 0, 0, 0]
COLOR = {
    'brightness': [1, 0.3, 0, 0, 0, 0],
    'contrast': [1.6, 0, 0, 0, 0, 0],
    'noise': [1, 0, 0.25, 0, 0, 0],
    'cutout': [1, 0, 0, 0.4, 0.75, 0.25],
    'together': [0.7, -0.2, 0.1, 0.9, 0.2, 0.3],
}


def rounded(tensor, digits=7):
    return [float(f'{value:.{digits}g}') for value in torch.as_tensor(tensor).detach().flatten().tolist()]


def case_of(op, kind, parameters, f, inputs):
    x, weights, probe = (inputs[name].clone() for name in ('x', 'weights', 'probe'))
    x.requires_grad_(True)
    y = f(x)
    (first,) = torch.autograd.grad((weights * y ** 2).sum() / 2, x, create_graph=True)
    (second,) = torch.autograd.grad((first * probe).sum(), x)
    return {
        'op': op, 'kind': kind, 'parameters': [rounded(row, 9) for row in parameters],
        'value': rounded(y), 'gradient': rounded(first), 'second': rounded(second),
    }


def main():
    sets = []
    for shape in ([2, 8, 8, 1], [1, 6, 6, 3]):
        inputs = {name: torch.randn(shape, dtype=F64).mul(1e4).round().div(1e4) for name in ('x', 'weights', 'probe', 'noise')}
        count, side = shape[0], shape[1]
        cases = []
        for op, make in GEOMETRY.items():
            maps = [[float(f'{value:.9g}') for value in make(side)]] * count
            cases.append(case_of(op, 'geometry', maps, lambda x: warp(x, maps), inputs))
        for op, row in COLOR.items():
            colors = [row if n == 0 else PLAIN for n in range(count)]
            cases.append(case_of(op, 'color', colors, lambda x: colorize(x, colors, inputs['noise']), inputs))
        sets.append({'shape': shape, **{name: rounded(value) for name, value in inputs.items()}, 'cases': cases})
    maps, colors = draw()
    json.dump({
        'torch': torch.__version__,
        'draws': {
            'seed': SEED, 'stream': STREAM, 'step': STEP, 'p': P, 'shiftUnit': SHIFT_UNIT, 'strengths': STRENGTHS,
            'maps': [rounded(row) for row in maps], 'colors': [rounded(row) for row in colors],
        },
        'sets': sets,
    }, sys.stdout, separators=(',', ':'))
    sys.stdout.write('\n')


if __name__ == '__main__':
    main()
