"""Numbers for tests/golden/torchNetworks.json: the same networks in PyTorch, with autograd's second derivatives.

    python3 scripts/torch_golden.py NETWORKS.safetensors OPTIONS.json > tests/golden/torchNetworks.json

The files hold the networks of tests/support/goldenNetworks.ts; the test that reads the numbers says how to write them.
Needs torch and numpy.
"""
import json
import sys

import torch

from torch_reference import Weights, draw, load_safetensors, score

SEEDS = [3, 4, 5, 6]
PARAMETERS = ['b16.fromrgb.weight', 'b8.fromrgb.bias', 'b16.conv1.weight', 'b8.conv0.bias', 'b4.conv.weight', 'b4.fc.weight']


def main():
    tensors = load_safetensors(open(sys.argv[1], 'rb').read())
    options = json.load(open(sys.argv[2]))
    critic = Weights(tensors, 'D', options)
    pictures = draw(Weights(tensors, 'GEma', options), SEEDS)
    for name in PARAMETERS:
        critic[name].requires_grad_(True)
    images = pictures.clone().requires_grad_(True)
    logits = score(critic, images)
    (slope,) = torch.autograd.grad(logits.sum(), images, create_graph=True)
    r1 = slope.square().sum((1, 2)).mean()
    gradients = torch.autograd.grad(r1, [critic[name] for name in PARAMETERS])
    rounded = lambda tensor: [float(f'{value:.7g}') for value in tensor.detach().flatten().tolist()]
    json.dump({
        'torch': torch.__version__,
        'seeds': SEEDS,
        'workingAlpha': options['workingAlpha'],
        'pictures': rounded(pictures),
        'logits': rounded(logits),
        'r1': float(r1),
        # Norms: independent of the layouts, which the exporter's own tests check.
        'r1GradientNorms': {name: float(gradient.norm()) for name, gradient in zip(PARAMETERS, gradients)},
    }, sys.stdout, indent=1)


if __name__ == '__main__':
    main()
