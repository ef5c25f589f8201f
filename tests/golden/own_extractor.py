"""Writes own-extractor.safetensors and own-extractor.json: a small network in the form of "Your own extractor", and its features by PyTorch.

The file is written by hand, without the safetensors package: it is also the description of the form. It shares no code with src/.
"""
import json
import os
import struct

import numpy as np
import torch
import torch.nn.functional as F

from draws import normals, uniforms

# A stream of the tests alone.
TEST_EXTRACTOR = 987
SEED = 6
SIDE, CHANNELS = 16, 1


def tensor(step, *shape):
    return torch.from_numpy(normals(SEED, TEST_EXTRACTOR, step, shape).astype(np.float32) / np.sqrt(np.prod(shape[1:])).astype(np.float32))


def pictures(step, count, side, channels):
    """[count, side, side, channels] bytes."""
    return np.floor(256 * uniforms(SEED, TEST_EXTRACTOR, step, count * side * side * channels)).astype(np.uint8).reshape(count, side, side, channels)


def network():
    conv1, conv2 = torch.nn.Conv2d(CHANNELS, 6, 3, padding=1), torch.nn.Conv2d(6, 8, 3, stride=2)
    norm, linear = torch.nn.BatchNorm2d(6), torch.nn.Linear(8 * 3 * 3, 5)
    layers = torch.nn.Sequential(conv1, norm, torch.nn.ReLU(), torch.nn.MaxPool2d(2, 2), conv2, torch.nn.LeakyReLU(0.1),
                                 torch.nn.Flatten(), linear)
    state = layers.state_dict()
    for step, (name, value) in enumerate(state.items()):
        if value.dtype == torch.float32:
            state[name] = tensor(step, *value.shape) if value.dim() > 1 else tensor(step, *value.shape) * 0.1
    state['1.running_var'] = state['1.running_var'].abs() + 0.5
    state['1.weight'] = state['1.weight'] + 1
    layers.load_state_dict(state)
    return layers.eval()


def extractor_spec(model, name, side, channels, mean, deviation):
    """The JSON of the file's "gyrus_extractor", and its tensors, of a torch.nn.Sequential that ends with plain features."""
    layers, tensors = [], {}
    one = lambda value: value if isinstance(value, int) else value[0]

    def keep(key, value):
        tensors[key] = value.detach().float().contiguous()
        return key

    for i, part in enumerate(model):
        kind = type(part).__name__
        if kind in ('Conv2d', 'Linear'):
            layer = {'type': 'conv2d' if kind == 'Conv2d' else 'linear', 'weight': keep(f'{i}.weight', part.weight)}
            if part.bias is not None:
                layer['bias'] = keep(f'{i}.bias', part.bias)
            if kind == 'Conv2d':
                assert part.groups == 1 and one(part.dilation) == 1, 'grouped or dilated convolutions have no place in the form'
                layer.update(stride=one(part.stride), padding=one(part.padding))
        elif kind == 'BatchNorm2d':
            layer = {'type': 'batchNorm', 'epsilon': part.eps, 'weight': keep(f'{i}.weight', part.weight), 'bias': keep(f'{i}.bias', part.bias),
                     'mean': keep(f'{i}.mean', part.running_mean), 'variance': keep(f'{i}.variance', part.running_var)}
        elif kind in ('MaxPool2d', 'AvgPool2d'):
            assert one(part.padding) == 0, 'pools take no padding'
            layer = {'type': 'maxPool' if kind == 'MaxPool2d' else 'avgPool', 'size': one(part.kernel_size), 'stride': one(part.stride)}
        elif kind == 'LeakyReLU':
            layer = {'type': 'leakyRelu', 'slope': part.negative_slope}
        elif kind in ('ReLU', 'Flatten', 'AdaptiveAvgPool2d'):
            assert kind != 'AdaptiveAvgPool2d' or one(part.output_size) == 1, 'maps are pooled to a single value'
            layer = {'type': {'ReLU': 'relu', 'Flatten': 'flatten', 'AdaptiveAvgPool2d': 'globalAveragePool'}[kind]}
        elif kind in ('Dropout', 'Dropout2d', 'Identity'):
            continue
        else:
            raise ValueError(f'{kind} has no place in the form')
        layers.append(layer)
    return {'name': name, 'side': side, 'channels': channels, 'mean': mean, 'deviation': deviation, 'layers': layers}, tensors


def safetensors(tensors, metadata):
    header, values = {'__metadata__': metadata}, b''
    for name, value in tensors.items():
        data = np.ascontiguousarray(value.numpy(), dtype='<f4').tobytes()
        header[name] = {'dtype': 'F32', 'shape': list(value.shape), 'data_offsets': [len(values), len(values) + len(data)]}
        values += data
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    return struct.pack('<Q', len(text)) + text + values


def features(layers, images):
    """images: bytes of any side and 1 or 3 channels, made to fit as Gyrus does."""
    x = torch.from_numpy(images).permute(0, 3, 1, 2).double() / 255
    if x.shape[2] > SIDE:
        x = F.avg_pool2d(x, x.shape[2] // SIDE)
    elif x.shape[2] < SIDE:
        x = F.interpolate(x, size=(SIDE, SIDE), mode='bilinear', align_corners=False)
    x = x.mean(1, keepdim=True)
    with torch.no_grad():
        return layers.double()((x - 0.4) / 0.25).tolist()


def main():
    layers = network()
    spec, tensors = extractor_spec(layers, 'small', SIDE, CHANNELS, [0.4], [0.25])
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, 'own-extractor.safetensors'), 'wb') as file:
        file.write(safetensors(tensors, {'gyrus_extractor': json.dumps(spec)}))
    reference = {
        'about': 'Features of own-extractor.safetensors by PyTorch; written by own_extractor.py.',
        'same': features(layers, pictures(100, 3, SIDE, 1)),
        'larger': features(layers, pictures(101, 2, 2 * SIDE, 1)),
        'smaller': features(layers, pictures(102, 2, SIDE // 2, 1)),
        'colour': features(layers, pictures(103, 2, SIDE, 3)),
    }
    with open(os.path.join(here, 'own-extractor.json'), 'w') as file:
        json.dump(reference, file, indent=2)
        file.write('\n')


if __name__ == '__main__':
    main()
