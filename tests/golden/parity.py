"""PyTorch's numbers for everything that Gyrus computes in training: layers, networks, losses, penalties, steps, runs.

    python3 tests/golden/parity.py             writes tests/golden/expected/*.json
    python3 tests/golden/parity.py --compare   computes them afresh and says whether the committed ones still hold

Both sides draw weights, latents, noise and slices by the rule of docs/seeds.md, so nothing but these numbers is
exchanged. They are computed in float64, but for the drift of runs. Needs torch and numpy (Debian: python3-torch).
"""
import argparse
import json
import os
import sys

import torch

import draws
from expected import compare, write
from layer_cases import layer_numbers
from torch_losses import critic_loss, generator_loss
from torch_networks import from_torch, mapping, synthesis, to_torch
from torch_training import (Moment, Networks, Stepper, drawn_classes, gradients_of, latents, one_hot, pyramid,
                            real_classes, run, rows, scales, slices)

HERE = os.path.dirname(os.path.abspath(__file__))
LOSSES = ['logistic', 'minimax', 'hinge', 'wgan-gp', 'relativistic']
# One place in the streams for the phases that are compared singly, and a running mean other than its first value.
DRAW, PATH_MEAN, LABEL_STRENGTH = 3, 0.3, 0.5
# What each phase is compared with: fields that give the phase something to do.
PHASES = {
    'G logistic': ('G', 'generator_phase', {'loss': 'logistic'}),
    'G relativistic': ('G', 'generator_phase', {'loss': 'relativistic'}),
    'path length': ('G', 'path_phase', {'plWeight': 2}),
    'D hinge': ('D', 'critic_phase', {'loss': 'hinge'}),
    'D wgan with drift': ('D', 'critic_phase', {'loss': 'wgan-gp', 'wganDrift': 0.1}),
    'R1': ('D', 'penalty_phase', {'r1Gamma': 3}),
    'R2': ('D', 'penalty_phase', {'r2Gamma': 3}),
    'gradient penalty': ('D', 'penalty_phase', {'gpWeight': 10}),
}
# Far below any gradient that is not zero.
ROUNDING = 1e-12
# Of the single Adam steps: large, so that an error in a step shows beside the parameter.
RATE = 0.5
STEPS, PERTURBATION, SHOWN_SEEDS = 50, 1e-6, range(4)


def loss_numbers():
    """Of each loss: both values and their gradients in the logits."""
    numbers = {}
    for name in LOSSES:
        logits = {key: 2 * rows(draws.normals(1, draws.TEST_INPUTS, draws.name_hash(f'logits.{key}'), (6, 1)))
                  for key in ('real', 'fake')}
        tensors = {}
        for player, loss in (('G', generator_loss), ('D', critic_loss)):
            real, fake = (logits[key].clone().requires_grad_(True) for key in ('real', 'fake'))
            value = loss(name, real, fake)
            tensors[player] = value.detach()
            for key, slope in zip(('real', 'fake'), torch.autograd.grad(value, [real, fake], allow_unused=True)):
                if slope is not None:
                    tensors[f'{player} d {key}'] = slope
        numbers[name] = {'tensors': tensors}
    return numbers


def network_numbers(common, cases):
    return {name: numbers_of_network({**common, **case['recipe']}, case) for name, case in cases.items()}


def numbers_of_network(o, case):
    resolution, count, classes = o['resolution'], o['batch'], case['classes']
    reals = pyramid(slices(o, 0, count, resolution), scales(o, resolution))
    labels = lambda known: (one_hot(known, classes), LABEL_STRENGTH) if classes else None
    nets = Networks(o, classes)
    real_labels = labels(real_classes(0, count, classes)) if classes else None
    fake_labels = labels(drawn_classes(o, draws.LABEL, DRAW, count, classes)) if classes else None
    moment = Moment(resolution, case['alpha'], DRAW, reals, real_labels, fake_labels)
    with torch.no_grad():
        moment.fakes, w = nets.fakes('D', moment)
        tensors = {'w': w, 'logits of reals': nets.score(moment, real_labels)(reals),
                   'logits of fakes': nets.score(moment, fake_labels)(moment.fakes)}
        tensors.update({f'pictures {i}': from_torch('picture', p) for i, p in enumerate(moment.fakes)})
    for phase, (net, method, fields) in PHASES.items():
        if phase == 'path length' and o['arch'] == 'stylegan':
            continue
        nets.o, nets.path_mean = {**o, **fields}, torch.tensor(PATH_MEAN)
        loss = getattr(nets, method)(moment)
        tensors[phase] = loss.detach()
        for name, gradient in gradients_of(getattr(nets, net), loss).items():
            if gradient is not None:
                tensors[f'{phase} d {name}'] = without_rounding(from_torch(name, gradient))
        if phase == 'path length':
            tensors['path length mean'] = nets.path_mean
    return {'tensors': tensors}


def without_rounding(gradient):
    """A gradient that is zero but for float64's own rounding as zero: there is nothing to compare with."""
    return gradient if gradient.abs().max() > ROUNDING else torch.zeros_like(gradient)


def step_numbers():
    """Three lazily corrected Adam steps on two parameters, one of which sits the second out; clipped ones; averages."""
    shapes = {'a': (2, 3), 'b': (4,)}
    value = lambda name, shape: rows(draws.normals(1, draws.TEST_INPUTS, draws.name_hash(name), shape))
    tensors = {}
    for kind, clip in (('adam', 0), ('clipped', 1.5)):
        params = {name: value(f'step.{name}', shape).requires_grad_(True) for name, shape in shapes.items()}
        stepper, correction = Stepper(params), 16 / 17
        for step in range(3):
            gradients = {name: value(f'step.{name}.{step}', shape) for name, shape in shapes.items()}
            if step == 1:
                del gradients['b']
            stepper.step(gradients, RATE * correction, (0.5**correction, 0.99**correction), clip)
            tensors.update({f'{kind} {step} {name}': p.detach().clone() for name, p in params.items()})
    beta = 0.5 ** (8 / 100)
    tensors['ema'] = torch.lerp(value('step.average', (2, 3)), value('step.a', (2, 3)), 1 - beta)
    return {'steps': {'tensors': tensors}}


def run_numbers(common, cases):
    numbers = {}
    for name, case in cases.items():
        for rate in case['rates']:
            o = {**common, **case['recipe'], 'gLr': rate, 'dLr': rate}
            numbers[f'{name} at {rate}'] = numbers_of_run(o, case['classes'])
    return numbers


def numbers_of_run(o, classes):
    """The numbers in float64; beside them PyTorch's own drift, in its usual float32, from weights moved by 1e-6."""
    tensors = run_tensors(o, classes)
    torch.set_default_dtype(torch.float32)
    straight, moved = run_tensors(o, classes), run_tensors(o, classes, PERTURBATION)
    torch.set_default_dtype(torch.float64)
    return {'drift': {name: error(moved[name], straight[name]) for name in tensors}, 'tensors': tensors}


def run_tensors(o, classes, shift=0.0):
    nets, records = run(o, classes, STEPS, shift)
    return {**curves_of(records), **shown(nets)}


def curves_of(records):
    """Each path's values in the steps that report it."""
    paths = sorted({path for record in records for path in record})
    return {path: rows([record[path] for record in records if path in record]) for path in paths}


def shown(nets):
    """Pictures of the averaged generator for the first seeds, with the constant noise of sheets."""
    o, classes = nets.o, nets.classes
    z = torch.stack([rows(draws.normals(seed, draws.SAMPLE_LATENT, 0, (o['zDim'],))) for seed in SHOWN_SEEDS])
    nets.G = nets.average
    labels = (one_hot([n % classes for n in SHOWN_SEEDS], classes), 1.0) if classes else None
    noise = lambda layer, side: to_torch('noise', draws.normals(
        o['seed'], draws.CONSTANT_NOISE, layer, (1, side, side, 1)))
    with torch.no_grad():
        w = mapping(nets.G, o, z, labels)
        layers = 2 * (o['resolution'].bit_length() - 2)
        painted = synthesis(nets.G, o, [w] * layers, noise, o['resolution'])
    return {f'pictures {i}': from_torch('picture', p) for i, p in enumerate(painted)}


def error(ours, theirs):
    return float((ours - theirs).abs().max() / theirs.abs().max())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--compare', action='store_true', help='write nothing; compare with what is committed')
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    cases = json.load(open(os.path.join(HERE, 'cases.json')))
    files = {
        'layers': layer_numbers(),
        'losses': loss_numbers(),
        'networks': network_numbers(cases['common'], cases['networks']),
        'steps': step_numbers(),
        'runs': run_numbers(cases['common'], cases['runs']),
    }
    folder = os.path.join(HERE, 'expected')
    if not arguments.compare:
        write(folder, files)
        return
    problems = compare(folder, files)
    print('\n'.join(problems) or f'PyTorch {torch.__version__} gives the committed numbers.')
    sys.exit(1 if problems else 0)


if __name__ == '__main__':
    main()
