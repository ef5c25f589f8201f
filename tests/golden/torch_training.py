"""Training in PyTorch: the phases of an iteration, torch.optim.Adam with lazy regularisation, clipping, and the averages.

Latents, noise, labels and slices are drawn by the documented rules, so nothing is exchanged with Gyrus.
"""
import math

import torch

import draws
from torch_losses import (critic_loss, generator_loss, gradient_penalty, path_lengths, zero_centred_penalty)
from torch_networks import (box_down, box_up, create, critic, critic_specs, generator_specs, mapping, scales, sides,
                            synthesis, to_torch)

STYLE_MEAN_BETA, PATH_DECAY, LAYER_STRIDE = 0.995, 0.01, 64
STREAMS = {
    'G': (draws.LATENT, draws.NOISE, draws.MIXING, draws.MIXING_LATENT, lambda draw: 2 * draw),
    'D': (draws.LATENT_D, draws.NOISE_D, draws.MIXING, draws.MIXING_LATENT, lambda draw: 2 * draw + 1),
    'path': (draws.PATH_LATENT, draws.PATH_NOISE, draws.PATH_MIXING, draws.PATH_MIXING_LATENT, lambda draw: draw),
}


def rows(array):
    return torch.as_tensor(array, dtype=torch.get_default_dtype())


def slices(o, nimg, count, side):
    """Made-up reals, [N,C,side,side] in [-1,1]."""
    shape = (count, side, side, o['channels'])
    values = 2 * draws.uniforms(1, draws.TEST_SLICES, nimg, math.prod(shape)).reshape(shape) - 1
    return to_torch('slices', values)


def one_hot(labels, classes):
    return torch.nn.functional.one_hot(torch.as_tensor(labels), classes).to(torch.get_default_dtype())


def real_classes(nimg, count, classes):
    return [(nimg + n) % classes for n in range(count)]


def drawn_classes(o, stream, step, count, classes):
    return [int(word) % classes for word in draws.bits(o['seed'], stream, step, count)]


def pyramid(picture, wanted):
    pictures = [picture]
    while pictures[0].shape[2] > wanted[0]:
        pictures.insert(0, box_down(pictures[0]))
    return pictures


def latents(o, stream, step, count):
    return rows(draws.normals(o['seed'], stream, step, (count, o['zDim'])))


class Moment:
    """What one part of a batch is trained at. labels: a pair of one-hot rows and strength, or None."""

    def __init__(self, resolution, alpha, draw, reals, real_labels=None, fake_labels=None, fakes=None):
        self.resolution, self.alpha, self.draw, self.reals = resolution, alpha, draw, reals
        self.real_labels, self.fake_labels, self.fakes = real_labels, fake_labels, fakes
        self.count = len(reals[0])


class Networks:
    """G, its average and D, drawn from the seed; `shift` moves every weight by that many standard normals."""

    def __init__(self, o, classes, shift=0.0):
        self.o, self.classes = o, classes if o['conditional'] else 0
        self.G = create(generator_specs(o, self.classes), o['seed'], 'G')
        self.D = create(critic_specs(o, self.classes), o['seed'], 'D')
        if shift:
            for key, params in (('G', self.G), ('D', self.D)):
                for name, p in params.items():
                    p.data += shift * rows(
                        draws.normals(1, draws.TEST_PERTURBED, draws.name_hash(f'{key}.{name}'), tuple(p.shape)))
        self.average = {name: p.detach().clone() for name, p in self.G.items()}
        self.path_mean = torch.zeros(())
        self.report = {}

    def tell(self, path, value):
        self.report.setdefault(path, []).append(float(value))

    def styles(self, player, moment, count, labels):
        """-> ws [N,L,w], w of the first latent, and the noise of that draw."""
        o = self.o
        latent, noise_stream, mixing, mixing_latent, step_of = STREAMS[player]
        layers = 2 * len(sides(o, moment.resolution))
        w = mapping(self.G, o, latents(o, latent, moment.draw, count), labels)
        ws = w[:, None].repeat(1, layers, 1)
        step = step_of(moment.draw)
        decision, place = draws.uniforms(o['seed'], mixing, step, 2)
        if decision < o['styleMixing']:
            crossover = 1 + int(place * (layers - 1))
            other = mapping(self.G, o, latents(o, mixing_latent, step, count), labels)
            ws = torch.cat([ws[:, :crossover], other[:, None].repeat(1, layers - crossover, 1)], 1)
        noise = lambda layer, side: to_torch('noise', draws.normals(
            o['seed'], noise_stream, moment.draw * LAYER_STRIDE + layer, (count, side, side, 1)))
        return ws, w, noise

    def paint(self, ws, noise, moment):
        return synthesis(self.G, self.o, ws.unbind(1), noise, moment.resolution, moment.alpha)

    def score(self, moment, labels):
        return lambda pictures: critic(self.D, self.o, pictures, moment.resolution, labels, moment.alpha)

    def fakes(self, player, moment):
        ws, w, noise = self.styles(player, moment, moment.count, moment.fake_labels)
        return self.paint(ws, noise, moment), w

    def generator_phase(self, moment):
        pictures, w = self.fakes('G', moment)
        with torch.no_grad():
            self.G['mapping.w_avg'].lerp_(w.mean(0), 1 - STYLE_MEAN_BETA)
        fake = self.score(moment, moment.fake_labels)(pictures)
        real = self.score(moment, moment.real_labels)(moment.reals) if self.o['loss'] == 'relativistic' else None
        loss = generator_loss(self.o['loss'], real, fake)
        self.tell('Loss/G/loss', loss)
        return loss

    def path_phase(self, moment):
        o, count = self.o, max(1, moment.count // 2)
        labels = moment.fake_labels and (moment.fake_labels[0][:count], moment.fake_labels[1])
        ws, _, noise = self.styles('path', moment, count, labels)
        picture_noise = [
            to_torch('noise', draws.normals(o['seed'], draws.PATH_NOISE, moment.draw * LAYER_STRIDE + LAYER_STRIDE - 1 - i,
                                            (count, side, side, o['channels']))) / side
            for i, side in enumerate(scales(o, moment.resolution))]
        lengths = path_lengths(lambda ws: self.paint(ws, noise, moment), ws, picture_noise)
        mean = self.path_mean + PATH_DECAY * (lengths.mean() - self.path_mean)
        self.path_mean = mean.detach()
        penalty = (lengths - mean).square().mean()
        self.tell('Loss/pl_penalty', penalty)
        return penalty * o['plWeight']

    def critic_phase(self, moment):
        real = self.score(moment, moment.real_labels)(moment.reals)
        fake = self.score(moment, moment.fake_labels)(moment.fakes)
        loss = critic_loss(self.o['loss'], real, fake)
        for path, value in (('Loss/scores/real', real.mean()), ('Loss/scores/fake', fake.mean()), ('Loss/D/loss', loss)):
            self.tell(path, value)
        return loss + self.o['wganDrift'] * real.square().mean()

    def penalty_phase(self, moment):
        o, total = self.o, 0.0
        if o['r1Gamma']:
            penalty = zero_centred_penalty(self.score(moment, moment.real_labels), moment.reals, o['r1Gamma'])
            self.tell('Loss/r1_penalty', penalty)
            total = total + penalty
        if o['r2Gamma']:
            penalty = zero_centred_penalty(self.score(moment, moment.fake_labels), moment.fakes, o['r2Gamma'])
            self.tell('Loss/r2_penalty', penalty)
            total = total + penalty
        if o['gpWeight']:
            between = rows(draws.uniforms(o['seed'], draws.PENALTY, moment.draw, moment.count))
            penalty = gradient_penalty(self.score(moment, moment.real_labels), moment.reals, moment.fakes, between)
            self.tell('Loss/gradient_penalty', penalty)
            total = total + o['gpWeight'] * penalty
        return total


def gradients_of(params, loss):
    """By name; None where the loss does not depend on a parameter."""
    names = [name for name, p in params.items() if p.requires_grad]
    return dict(zip(names, torch.autograd.grad(loss, [params[name] for name in names], allow_unused=True)))


class Stepper:
    """torch.optim.Adam over one network, on gradients given by name.

    A parameter that had one once gets zeros where it has none now, as after zero_grad(set_to_none=False).
    """

    def __init__(self, params):
        self.params = params
        self.adam = torch.optim.Adam([p for p in params.values() if p.requires_grad], eps=1e-8)

    def step(self, gradients, rate, betas, clip):
        for name, p in self.params.items():
            p.grad = gradients.get(name)
            if p.grad is None and p in self.adam.state:
                p.grad = torch.zeros_like(p)
        given = [p for p in self.params.values() if p.grad is not None]
        if clip:
            torch.nn.utils.clip_grad_norm_(given, clip)
        for group in self.adam.param_groups:
            group['lr'], group['betas'] = rate, betas
        self.adam.step()
        for p in self.params.values():
            p.grad = None


def phases_of(o):
    """[(network, loss name, interval, factor on the loss, power of the correction)]."""
    def of(net, main, penalty, penalised, interval):
        if not penalised:
            return [(net, [main], 1, 1)]
        if interval == 1:
            return [(net, [main, penalty], 1, 1)]
        return [(net, [main], 1, interval / (interval + 1)), (net, [penalty], interval, interval / (interval + 1))]
    penalised = o['r1Gamma'] or o['r2Gamma'] or o['gpWeight']
    return (of('G', 'generator_phase', 'path_phase', o['plWeight'], o['gRegInterval'])
            + of('D', 'critic_phase', 'penalty_phase', penalised, o['dRegInterval']))


def schedule(o, nimg):
    """-> resolution, alpha, stage. Stages as kimgPerResolution says."""
    tops = [r for r in sides(o) if r >= o['startResolution']] if o['arch'] == 'stylegan' else [o['resolution']]
    length = math.ceil(o['kimgPerResolution'] * 1000 / o['batch']) * o['batch']
    stage = min(nimg // length, len(tops) - 1)
    fade = round(length * o['fadeShare']) if stage else 0
    return tops[stage], min(1.0, (nimg - stage * length) / fade) if fade else 1.0, stage


def label_strength(o, nimg):
    kimg = nimg / 1000
    if kimg >= o['labelFullKimg']:
        return 1.0
    return max(0.0, (kimg - o['labelFromKimg']) / (o['labelFullKimg'] - o['labelFromKimg']))


def run(o, classes, steps, shift=0.0):
    """-> networks after `steps` iterations, and one record of reports a step (G's loss repeats where it does not step)."""
    nets, phases, records = Networks(o, classes, shift), phases_of(o), []
    steppers, stage = {}, None
    parts, batch, classes = o['accumulation'], o['batch'], nets.classes
    for iteration in range(steps):
        nimg = iteration * batch
        resolution, alpha, now = schedule(o, nimg)
        if now != stage:
            stage, steppers = now, {'G': Stepper(nets.G), 'D': Stepper(nets.D)}
        reals = slices(o, nimg, batch, resolution)
        if alpha < 1:
            halved = box_up(box_down(reals))
            reals = halved + (reals - halved) * alpha
        split = list(zip(*[scale.chunk(parts) for scale in pyramid(reals, scales(o, resolution))]))
        known = one_hot(real_classes(nimg, batch, classes), classes).chunk(parts) if classes else None
        strength = label_strength(o, nimg)

        def moment(net, draw, part):
            place = draw * parts + part
            stream = draws.LABEL if net == 'G' else draws.LABEL_D
            count = batch // parts
            drawn = (one_hot(drawn_classes(o, stream, place, count, classes), classes), strength) if classes else None
            return Moment(resolution, alpha, place, split[part], (known[part], strength) if classes else None, drawn)

        nets.report, fakes = {}, None
        first, last = (math.ceil(i / o['nCritic'] - 1e-9) for i in (iteration, iteration + 1))
        for net, draw in [('G', draw) for draw in range(first, last)] + [('D', iteration)]:
            for owner, losses, interval, correction in phases:
                if owner != net or draw % interval:
                    continue
                moments = [moment(net, draw, part) for part in range(parts)]
                if net == 'D':
                    if fakes is None:
                        with torch.no_grad():
                            fakes = [nets.fakes('D', m)[0] for m in moments]
                    for m, f in zip(moments, fakes):
                        m.fakes = f
                params, sums = getattr(nets, net), {}
                for m in moments:
                    loss = sum(getattr(nets, name)(m) for name in losses) * interval
                    for name, gradient in gradients_of(params, loss).items():
                        if gradient is not None:
                            sums[name] = sums.get(name, 0) + gradient / parts
                betas = (o['beta1'] ** correction, o['beta2'] ** correction)
                steppers[net].step(sums, o['gLr' if net == 'G' else 'dLr'] * correction, betas, o['clipNorm'])
        half_life = o['emaKimg'] * 1000
        if o['emaRamp'] > 0:
            half_life = min(half_life, nimg * o['emaRamp'])
        beta = 0.5 ** (batch / half_life) if half_life > 0 else 0.0
        with torch.no_grad():
            for name, p in nets.average.items():
                p.lerp_(nets.G[name], 1.0 if name == 'mapping.w_avg' else 1 - beta)
        means = {path: sum(values) / len(values) for path, values in nets.report.items()}
        records.append({**({'Loss/G/loss': records[-1]['Loss/G/loss']} if records else {}), **means})
    return nets, records
