"""The bench's StyleGAN2 step in PyTorch on one CPU thread: networks, batch, losses, R1, Adam and EMA of the measured step.

    python3 bench/torch_step.py SETTINGS_JSON

SETTINGS_JSON: resolution, channels, zDim, wDim, mappingLayers, mappingLr, channelBase, channelMax, mbstdGroup, batch, gLr,
dLr, beta1, beta2, r1Gamma, dRegInterval, emaBeta, rounds. Prints one line of JSON: parameters, milliseconds of a step and of
one with R1 (medians). Convolutions are modulated as ours are, by scaling activations. It trains on noise and saves nothing. Needs torch (Debian: python3-torch).
"""
import json
import math
import statistics
import sys
import time

import torch
import torch.nn.functional as F

SLOPE, GAIN, EPSILON, W_AVG_BETA, WARM_UP = 0.2, math.sqrt(2), 1e-8, 0.995, 2
TAPS = torch.tensor([1.0, 3.0, 3.0, 1.0])
KERNEL = (TAPS[:, None] * TAPS[None] / 64)[None, None]


def leaky(x):
    return F.leaky_relu(x, SLOPE) * GAIN


def fir(x, before, after, gain=1.0, stride=1):
    c = x.shape[1]
    padded = F.pad(x, (before, after, before, after))
    return F.conv2d(padded, (KERNEL * gain).expand(c, 1, 4, 4), groups=c, stride=stride)


def smooth_up(x):
    n, c, h, w = x.shape
    y = x.new_zeros(n, c, h, 2, w, 2)
    y[:, :, :, 0, :, 0] = x
    return fir(y.reshape(n, c, 2 * h, 2 * w), 2, 1, 4.0)


class Network:
    """Trained parameters, in the order in which they were made."""

    def __init__(self):
        self.parameters = []

    def add(self, values):
        self.parameters.append(values.requires_grad_())
        return values

    def dense(self, i, o, start=0.0, rate=1.0):
        w, b = self.add(torch.randn(o, i) / rate), self.add(torch.full((o,), start))
        return lambda x: F.linear(x, w * (rate / math.sqrt(i)), b * rate)

    def conv(self, k, i, o, bias=True):
        return self.add(torch.randn(o, i, k, k)), 1 / math.sqrt(k * k * i), self.add(torch.zeros(o)) if bias else None

    def train(self, on):
        for p in self.parameters:
            p.requires_grad_(on)


class Generator(Network):
    def __init__(self, o, maps, sides):
        super().__init__()
        w_dim = o['wDim']
        self.mapping = [self.dense(w_dim if i else o['zDim'], w_dim, 0.0, o['mappingLr']) for i in range(o['mappingLayers'])]
        self.constant = self.add(torch.randn(1, maps(4), 4, 4))
        self.blocks = []
        for side in sides:
            i, m = maps(side // 2), maps(side)
            first = self.modulated(3, i, m, w_dim) if side > 4 else None
            self.blocks.append((first, self.modulated(3, m, m, w_dim), self.modulated(1, m, o['channels'], w_dim)))

    def modulated(self, k, i, o, w_dim):
        strength = self.add(torch.zeros(())) if k == 3 else None
        return (*self.conv(k, i, o), strength, self.dense(w_dim, i, 1.0))

    @staticmethod
    def layer(layer, x, latent, doubles=False):
        weight, gain, bias, strength, affine = layer
        style, w = affine(latent), weight * gain
        x = x * style[:, :, None, None]
        if doubles:
            x = fir(F.conv_transpose2d(x, w.transpose(0, 1), stride=2), 1, 1, 4.0)
        else:
            x = F.conv2d(x, w, padding=w.shape[2] // 2)
        if strength is None:
            return x + bias[None, :, None, None]
        x = x * torch.rsqrt(style.square() @ w.square().sum((2, 3)).t() + EPSILON)[:, :, None, None]
        noise = torch.randn(x.shape[0], 1, *x.shape[2:])
        return leaky(x + noise * strength + bias[None, :, None, None])

    def __call__(self, z):
        w = z * torch.rsqrt(z.square().mean(1, keepdim=True) + EPSILON)
        for layer in self.mapping:
            w = leaky(layer(w))
        x, picture = self.constant.expand(len(z), -1, -1, -1), None
        for first, second, paint in self.blocks:
            if first:
                x = self.layer(first, x, w, doubles=True)
            x = self.layer(second, x, w)
            painted = self.layer(paint, x, w)
            picture = painted if picture is None else smooth_up(picture) + painted
        return picture, w


class Critic(Network):
    def __init__(self, o, maps, sides):
        super().__init__()
        self.group = o['mbstdGroup']
        self.begin = self.conv(1, o['channels'], maps(o['resolution']))
        self.blocks = []
        for side in reversed(sides[1:]):
            i, m = maps(side), maps(side // 2)
            self.blocks.append((self.conv(3, i, i), self.conv(3, i, m), self.conv(1, i, m, bias=False)))
        last = maps(4)
        self.join = self.conv(3, last + 1, last)
        self.hidden, self.out = self.dense(16 * last, last), self.dense(last, 1)

    @staticmethod
    def layer(layer, x, halves=False):
        weight, gain, bias = layer
        w = weight * gain
        y = F.conv2d(fir(x, 2, 2), w, stride=2) if halves else F.conv2d(x, w, padding=w.shape[2] // 2)
        return leaky(y + bias[None, :, None, None])

    def __call__(self, x):
        x = self.layer(self.begin, x)
        for first, second, (weight, gain, _) in self.blocks:
            y = self.layer(second, self.layer(first, x), halves=True)
            x = (F.conv2d(fir(x, 1, 1, stride=2), weight * gain) + y) * math.sqrt(0.5)
        n, c, h, w = x.shape
        group = min(self.group, n)
        deviation = (x.view(group, -1, c, h, w).var(0, unbiased=False) + EPSILON).sqrt().mean((1, 2, 3))
        x = torch.cat([x, deviation.repeat(group)[:, None, None, None].expand(-1, 1, h, w)], 1)
        return self.out(leaky(self.hidden(self.layer(self.join, x).flatten(1))))


def main():
    o = json.loads(sys.argv[1])
    torch.set_num_threads(1)
    torch.manual_seed(1)
    maps = lambda side: min(o['channelMax'], o['channelBase'] // side)
    sides = [2**k for k in range(2, int(math.log2(o['resolution'])) + 1)]
    g, d = Generator(o, maps, sides), Critic(o, maps, sides)
    lazy = o['dRegInterval'] / (o['dRegInterval'] + 1)
    adam = lambda net, rate, c: torch.optim.Adam(
        net.parameters, lr=rate * c, betas=(o['beta1']**c, o['beta2']**c), eps=EPSILON)
    optimizer_g, optimizer_d = adam(g, o['gLr'], 1), adam(d, o['dLr'], lazy)
    average, w_avg = [p.detach().clone() for p in g.parameters], torch.zeros(o['wDim'])
    reals = torch.rand(o['batch'], o['channels'], o['resolution'], o['resolution']) * 2 - 1
    latent = lambda: torch.randn(o['batch'], o['zDim'])

    def descend(optimizer, loss):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    def step(with_r1):
        d.train(False)
        pictures, w = g(latent())
        descend(optimizer_g, F.softplus(-d(pictures)).mean())
        d.train(True)
        with torch.no_grad():
            w_avg.lerp_(w.mean(0), 1 - W_AVG_BETA)
            for a, p in zip(average, g.parameters):
                a.lerp_(p, 1 - o['emaBeta'])
            fakes, _ = g(latent())
        descend(optimizer_d, F.softplus(d(fakes)).mean() + F.softplus(-d(reals)).mean())
        if with_r1:
            x = reals.clone().requires_grad_()
            gradient, = torch.autograd.grad(d(x).sum(), x, create_graph=True)
            penalty = gradient.square().sum((1, 2, 3)).mean() * (o['r1Gamma'] / 2 * o['dRegInterval'])
            descend(optimizer_d, penalty)

    def timed(with_r1):
        start = time.perf_counter()
        step(with_r1)
        return (time.perf_counter() - start) * 1000

    times = {False: [], True: []}
    for place in range(-WARM_UP, o['rounds']):
        for with_r1 in (False, True):
            milliseconds = timed(with_r1)
            if place >= 0:
                times[with_r1].append(milliseconds)
    count = lambda net: sum(p.numel() for p in net.parameters)
    print(json.dumps({
        'torch': torch.__version__,
        'parameters': {'G': count(g), 'D': count(d)},
        'step': statistics.median(times[False]),
        'stepWithR1': statistics.median(times[True]),
    }))


if __name__ == '__main__':
    main()
