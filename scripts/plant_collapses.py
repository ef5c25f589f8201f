"""Small trainings that collapse on purpose, and healthy twins beside them, for the health monitor's thresholds.

    python3 scripts/plant_collapses.py --data phantoms.bin --out DIR [--seed 1 --warm 6 --after 3 --healthy 16 --gamma 0.3]

--data: square grey slices of 16 px as bytes, one after another (npm run monitor -- --write-phantoms FILE makes some). The
networks, losses and steps are the PyTorch twin of the engine's (tests/golden, which the engine's tests hold equal to it);
latents and noise come from torch here. A run is trained to --warm kimg and then, from the same weights, goes on unharmed to
--healthy and --after kimg long with each plant (half as long where the effect is gross). It writes a folder a run: history.json (settings, statistics of steps and
ticks), and at each measurement pictures of the averaged generator and the critic's features as raw bytes. It judges nothing.
"""
import argparse
import copy
import json
import math
import os
import sys

import numpy as np
import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tests', 'golden'))
import torch_networks
from torch_losses import critic_loss
from torch_training import Moment, Networks, Stepper, gradients_of, phases_of

# First values as the engine has them, not moved as the comparisons want.
torch_networks.MOVED_BY = 0

SIDE, PICTURES, TICK, BATCH = 16, 128, 0.25, 32
BASE = dict(
    arch='stylegan2', resolution=SIDE, startResolution=8, channels=1, zDim=32, wDim=32, mappingLayers=2, mappingLr=0.01,
    channelBase=256, channelMax=16, batch=BATCH, accumulation=1, gLr=0.003, dLr=0.003, beta1=0.0, beta2=0.99, clipNorm=0,
    loss='logistic', nCritic=1, r1Gamma=0.3, r2Gamma=0, gpWeight=0, wganDrift=0, plWeight=0, dRegInterval=16, gRegInterval=4,
    mbstdGroup=4, styleMixing=0, emaKimg=0.5, emaRamp=0.05, conditional=False, augment='none', augmentP=0, augmentTarget=0.6)
# A number: so many latents are left. 'constant': grey whatever the latent. 'rates': both learning rates times 50.
PLANTS = [4, 16, 1, 'rates', 'constant']
FASTER = 50


class Planted(Networks):
    """The twin with torch's latents, and a plant."""

    def __init__(self, o):
        super().__init__(o, 0)
        self.plant = None
        self.random = torch.Generator().manual_seed(o['seed'])
        self.modes = torch.randn(16, o['zDim'], generator=torch.Generator().manual_seed(o['seed'] + 1))

    def styles(self, player, moment, count, labels, z=None, params=None, noise=None):
        o = self.o
        if z is None:
            z = torch.randn(count, o['zDim'], generator=self.random)
            if isinstance(self.plant, int):
                z = self.modes[torch.arange(count) % self.plant]
        w = torch_networks.mapping(params or self.G, o, z, labels)
        noise = noise or (lambda layer, side: torch.randn(count, 1, side, side, generator=self.random))
        return w[:, None].repeat(1, 2 * len(torch_networks.sides(o)), 1), w, noise

    def fakes(self, player, moment):
        pictures, w = super().fakes(player, moment)
        return ([picture * 0 for picture in pictures] if self.plant == 'constant' else pictures), w

    def critic_phase(self, moment):
        real, fake = (self.score(moment, None)(pictures) for pictures in (moment.reals, moment.fakes))
        loss = critic_loss(self.o['loss'], real, fake)
        for path, value in (('Loss/scores/real', real.mean()), ('Loss/scores/fake', fake.mean()), ('Loss/D/loss', loss),
                            ('Loss/signs/real', real.sign().mean())):
            self.tell(path, value)
        return loss

    @torch.no_grad()
    def shown(self):
        """PICTURES of the averaged generator with constant noise, [N,side,side] bytes."""
        if self.plant == 'constant':
            return np.full((PICTURES, SIDE, SIDE), 128, np.uint8)
        z = torch.randn(PICTURES, self.o['zDim'], generator=torch.Generator().manual_seed(5))
        if isinstance(self.plant, int):
            z = self.modes[torch.arange(PICTURES) % self.plant]
        planes = torch.Generator().manual_seed(6)
        kept = {}

        def noise(layer, side):
            if layer not in kept:
                kept[layer] = torch.randn(1, 1, side, side, generator=planes)
            return kept[layer]
        ws, _, _ = self.styles('G', None, PICTURES, None, z=z, params=self.average, noise=noise)
        picture = torch_networks.synthesis(self.average, self.o, ws.unbind(1), noise, SIDE, 1.0)[0]
        return np.floor(np.clip((picture[:, 0].numpy() + 1) * 127.5, 0, 255) + 0.5).astype(np.uint8)

    @torch.no_grad()
    def features(self, pixels):
        """What the critic sees in each picture before its head, [N,16C]."""
        seen = []
        before = torch_networks.minibatch_std

        def catch(x, group):
            seen.append(x.permute(0, 2, 3, 1).flatten(1))
            return before(x, group)
        torch_networks.minibatch_std = catch
        try:
            torch_networks.critic(self.D, self.o, [torch.from_numpy(pixels.astype(np.float32) / 127.5 - 1)[:, None]], SIDE)
        finally:
            torch_networks.minibatch_std = before
        return seen[0].numpy().astype(np.float32)


class Run:
    def __init__(self, o, data):
        self.o, self.nets, self.nimg, self.iteration = o, Planted(o), 0, 0
        self.steppers = {'G': Stepper(self.nets.G), 'D': Stepper(self.nets.D)}
        held = np.arange(len(data)) % 5 == 0
        self.train, self.held = data[~held], data[held]
        self.steps, self.ticks, self.tally, self.files = [], [], {}, []
        self.order = np.random.RandomState(o['seed'])

    def copied(self):
        """As it is now, with random numbers of its own. Adam knows its parameters by identity, which a copy of all keeps."""
        random, self.nets.random = self.nets.random, None
        other = copy.deepcopy(self)
        self.nets.random, other.nets.random = random, torch.Generator()
        other.nets.random.set_state(random.get_state())
        return other

    def step(self):
        o, nets = self.o, self.nets
        chosen = self.train[self.order.randint(0, len(self.train), BATCH)]
        reals = [torch.from_numpy(chosen.astype(np.float32) / 127.5 - 1)[:, None]]
        nets.report, fakes = {}, None
        rates = {'G': o['gLr'], 'D': o['dLr']}
        for net in 'GD':
            for owner, losses, interval, correction in phases_of(o):
                if owner != net or self.iteration % interval:
                    continue
                moment = Moment(SIDE, 1.0, self.iteration, reals)
                if net == 'D':
                    if fakes is None:
                        with torch.no_grad():
                            fakes = nets.fakes('D', moment)[0]
                    moment.fakes = fakes
                loss = sum(getattr(nets, name)(moment) for name in losses) * interval
                betas = (o['beta1'] ** correction, o['beta2'] ** correction)
                self.steppers[net].step(gradients_of(getattr(nets, net), loss), rates[net] * correction, betas, 0)
        half_life = min(o['emaKimg'] * 1000, self.nimg * o['emaRamp'])
        beta = 0.5 ** (BATCH / half_life) if half_life > 0 else 0.0
        with torch.no_grad():
            for name, p in nets.average.items():
                p.lerp_(nets.G[name], 1.0 if name == 'mapping.w_avg' else 1 - beta)
        self.iteration += 1
        before, self.nimg = self.nimg, self.nimg + BATCH
        means = {path: sum(values) / len(values) for path, values in nets.report.items()}
        if not all(map(math.isfinite, means.values())):
            raise FloatingPointError
        for path, value in means.items():
            self.tally.setdefault(path, []).append(value)
        row = [means[path] for path in ('Loss/G/loss', 'Loss/D/loss', 'Loss/scores/real', 'Loss/scores/fake')]
        self.steps.append([self.nimg, *(float(f'{value:.5g}') for value in row)])
        due = lambda every: math.floor(self.nimg / every) > math.floor(before / every)
        if due(TICK * 1000):
            stats = {path: float(f'{np.mean(values):.5g}') for path, values in self.tally.items()}
            self.tally = {}
            self.ticks.append(dict(tick=len(self.ticks), nimg=self.nimg, kimg=self.nimg / 1000, epoch=0, resolution=SIDE,
                                   alpha=1, batch=BATCH, stats=stats))
        return due

    def measure(self, folder):
        os.makedirs(folder, exist_ok=True)
        fakes = self.nets.shown()
        for name, array in (('fakes', fakes), ('features', self.nets.features(fakes)),
                            ('real-features', self.nets.features(self.train[:PICTURES]))):
            array.tofile(os.path.join(folder, f'{name}-{self.nimg}.bin'))
        self.files.append((folder, self.nimg))

    def go(self, folder, until, every, onset=None):
        ended = None
        try:
            while self.nimg < until * 1000:
                if self.step()(every * 1000):
                    self.measure(folder)
        except (FloatingPointError, RuntimeError) as error:
            ended = f'numbers that are not finite at {self.nimg}' + (f' ({error})' if str(error) else '')
        return dict(config=self.o, steps=self.steps, ticks=self.ticks, measured=self.files, **(
            {} if onset is None else {'onset': onset}), **({} if ended is None else {'ended': ended}))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--data', required=True)
    parser.add_argument('--out', required=True)
    for name, value in dict(seed=1, warm=6.0, after=3.0, healthy=16.0, gamma=0.3).items():
        parser.add_argument(f'--{name}', type=type(value), default=value)
    parser.add_argument('--recipe', type=json.loads, default={}, help='other settings, as JSON')
    parser.add_argument('--plants', type=json.loads, default=PLANTS)
    a = parser.parse_args()
    torch.set_num_threads(1)
    data = np.fromfile(a.data, np.uint8).reshape(-1, SIDE, SIDE)
    o = {**BASE, 'seed': a.seed, 'r1Gamma': a.gamma, **a.recipe}
    os.makedirs(a.out, exist_ok=True)
    run = Run(o, data)
    run.train[:PICTURES].tofile(os.path.join(a.out, 'reals.bin'))
    run.held[:PICTURES].tofile(os.path.join(a.out, 'held-out.bin'))

    def write(name, history):
        folder = os.path.join(a.out, name)
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, 'history.json'), 'w') as file:
            json.dump(history, file)
        print(name, history['steps'][-1][0] if history['steps'] else 0, history.get('ended', ''), flush=True)

    write('healthy', run.go(os.path.join(a.out, 'healthy'), a.warm, 1))
    start = run.copied()
    for plant in a.plants:
        planted = start.copied()
        planted.nets.plant = None if plant == 'rates' else plant
        if plant == 'rates':
            planted.o = {**o, 'gLr': o['gLr'] * FASTER, 'dLr': o['dLr'] * FASTER}
        name = 'rates' if plant == 'rates' else 'constant' if plant == 'constant' else f'modes-{plant}'
        write(name, planted.go(os.path.join(a.out, name), a.warm + a.after * (1 if isinstance(plant, int) else 0.5), 0.5, start.nimg))
    write('healthy', run.go(os.path.join(a.out, 'healthy'), a.healthy, 1))


if __name__ == '__main__':
    main()
