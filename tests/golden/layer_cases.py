"""The table of layers: for each its inputs, as shapes in Gyrus' layout, and PyTorch's version. tests/support/parity has ours.

Of each: the value; the gradients of its product with fixed numbers; and, for layers that a critic's penalty runs through,
the gradients of the squared length of the first input's gradient.
"""
import torch

import draws
import torch_layers as t
from torch_networks import from_torch, to_torch

# name: (function, {input: shape}, whether it is differentiated twice). Inputs called "weight" are filters or matrices.
LAYERS = {
    'pixelNorm': (lambda x: t.pixel_norm(x), {'x': (3, 5)}, False),
    'dense': (lambda x, weight, b: t.leaky(t.dense(x, weight, b, 0.01)), {'x': (3, 5), 'weight': (5, 4), 'b': (4,)}, True),
    'conv 3x3': (lambda x, weight: t.conv(x, weight), {'x': (2, 5, 6, 3), 'weight': (3, 3, 3, 4)}, True),
    'conv 1x1': (lambda x, weight: t.conv(x, weight), {'x': (2, 5, 6, 3), 'weight': (1, 1, 3, 2)}, True),
    'convUp': (lambda x, weight: t.conv_up(x, weight, 0.5), {'x': (2, 3, 4, 3), 'weight': (3, 3, 3, 4)}, True),
    'convDown': (lambda x, weight: t.conv_down(x, weight, 0.5), {'x': (2, 7, 9, 3), 'weight': (3, 3, 3, 4)}, True),
    'blur before halving': (lambda x: t.fir(x, (2, 2, 2, 2)), {'x': (2, 6, 4, 3)}, True),
    'blur after doubling': (lambda x: t.fir(x, (1, 1, 1, 1), 4), {'x': (2, 7, 5, 3)}, True),
    'upsample smooth': (lambda x: t.smooth_up(x), {'x': (2, 4, 3, 3)}, True),
    'upsample box': (lambda x: t.box_up(x), {'x': (2, 4, 3, 3)}, True),
    'downsample smooth': (lambda x: t.smooth_down(x), {'x': (2, 8, 6, 3)}, True),
    'downsample box': (lambda x: t.box_down(x), {'x': (2, 8, 6, 3)}, True),
    'leaky': (lambda x, b: t.leaky(t.bias(x, b)), {'x': (2, 4, 4, 3), 'b': (3,)}, True),
    'noise': (lambda x, strength, noise: x + noise * strength.view(1, -1, 1, 1),
              {'x': (2, 4, 4, 3), 'strength': (3,), 'noise': (2, 4, 4, 1)}, True),
    'adaIn': (lambda x, scale, shift: t.ada_in(x, scale, shift), {'x': (2, 4, 4, 3), 'scale': (2, 3), 'shift': (2, 3)}, False),
    'demodulation': (lambda style, weight: t.demodulation(style, weight, 0.3), {'style': (2, 3), 'weight': (3, 3, 3, 4)}, True),
    'modulated': (lambda x, style, weight: t.modulated_conv(x, weight, style),
                  {'x': (2, 4, 4, 3), 'style': (2, 3), 'weight': (3, 3, 3, 4)}, True),
    'modulated doubling': (lambda x, style, weight: t.modulated_conv(x, weight, style, up=True),
                           {'x': (2, 4, 4, 3), 'style': (2, 3), 'weight': (3, 3, 3, 4)}, True),
    'toRGB': (lambda x, style, weight: t.modulated_conv(x, weight, style, demodulate=False),
              {'x': (2, 4, 4, 3), 'style': (2, 3), 'weight': (1, 1, 3, 3)}, True),
    'minibatchStd': (lambda x: t.minibatch_std(x, 3), {'x': (6, 3, 3, 2)}, True),
}


def drawn(name, shape):
    return draws.normals(1, draws.TEST_INPUTS, draws.name_hash(name), shape)


def layer_numbers():
    """-> {layer: {shapes, tensors}}."""
    return {name: numbers_of(name, *row) for name, row in LAYERS.items()}


def numbers_of(name, function, shapes, twice):
    inputs = [to_torch(key, drawn(f'{name}.{key}', shape)).clone().requires_grad_(True) for key, shape in shapes.items()]
    value = function(*inputs)
    given = from_torch('value', value.detach())
    probe = to_torch('value', drawn(f'{name}.probe', tuple(given.shape)))
    gradients = torch.autograd.grad((value * probe).sum(), inputs, create_graph=twice)
    tensors = {'value': given}
    tensors.update({f'd {key}': from_torch(key, g.detach()) for key, g in zip(shapes, gradients)})
    if twice:
        length = gradients[0].square().sum()
        seconds = torch.autograd.grad(length, inputs, allow_unused=True) if length.requires_grad else [None] * len(inputs)
        tensors.update({f'd2 {key}': from_torch(key, g) for key, g in zip(shapes, seconds)
                        if g is not None and g.abs().max() > 0})
    return {'shapes': shapes, 'tensors': tensors}
