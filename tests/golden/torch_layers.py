"""The layers in PyTorch, written from the papers: modulated convolutions have per-sample weights and groups.

Parameters are PyTorch's shapes: filters OIHW, matrices [out, in]. It shares no code with src/.
"""
import math

import torch
import torch.nn.functional as F

SLOPE, GAIN = 0.2, math.sqrt(2)
TAPS = torch.tensor([1.0, 3.0, 3.0, 1.0], dtype=torch.float64)
KERNEL = (TAPS[:, None] * TAPS[None] / 64)[None, None]


def leaky(x):
    return F.leaky_relu(x, SLOPE) * GAIN


def fir(x, pads, gain=1.0, step=1):
    """pads: left, right, top, bottom."""
    c = x.shape[1]
    return F.conv2d(F.pad(x, pads), gain * KERNEL.to(x.dtype).expand(c, 1, 4, 4), groups=c, stride=step)


def smooth_up(x):
    n, c, h, w = x.shape
    y = x.new_zeros(n, c, h, 2, w, 2)
    y[:, :, :, 0, :, 0] = x
    return fir(y.reshape(n, c, 2 * h, 2 * w), (2, 1, 2, 1), 4)


def smooth_down(x):
    return fir(x, (1, 1, 1, 1), step=2)


def box_up(x):
    return F.interpolate(x, scale_factor=2, mode='nearest')


def box_down(x):
    return F.avg_pool2d(x, 2)


def pixel_norm(x):
    return x / (x.square().mean(1, keepdim=True) + 1e-8).sqrt()


def bias(x, b):
    return x + b.view(1, -1, *[1] * (x.dim() - 2))


def dense(x, weight, b, lr=1.0):
    return F.linear(x, weight * (lr / math.sqrt(weight.shape[1])), b * lr)


def conv(x, weight, gain=1.0):
    return F.conv2d(x, weight * (gain / math.sqrt(weight[0].numel())), padding=weight.shape[2] // 2)


def conv_up(x, weight, gain=1.0):
    """[N,I,h,w] -> [N,O,2h+1,2w+1]."""
    return F.conv_transpose2d(x, (weight * gain).transpose(0, 1), stride=2)


def conv_down(x, weight, gain=1.0):
    return F.conv2d(x, weight * gain, stride=2)


def modulated_conv(x, weight, style, up=False, demodulate=True):
    """Karras 2020, eq. 1 to 3: the weights of each sample are scaled by its style, then brought to unit length."""
    n, channels, height, width = x.shape
    to, _, kernel, _ = weight.shape
    w = weight[None] / math.sqrt(weight[0].numel()) * style[:, None, :, None, None]  # [N,O,I,k,k]
    if demodulate:
        w = w / (w.square().sum((2, 3, 4), keepdim=True) + 1e-8).sqrt()
    grouped = x.reshape(1, n * channels, height, width)
    if up:
        y = F.conv_transpose2d(grouped, w.transpose(1, 2).reshape(n * channels, to, kernel, kernel), stride=2, groups=n)
        return fir(y.reshape(n, to, *y.shape[2:]), (1, 1, 1, 1), 4)
    y = F.conv2d(grouped, w.reshape(n * to, channels, kernel, kernel), padding=kernel // 2, groups=n)
    return y.reshape(n, to, *y.shape[2:])


def demodulation(style, weight, gain=1.0):
    return ((weight * gain).square().sum((2, 3))[None] * style.square()[:, None]).sum(2).add(1e-8).rsqrt()


def ada_in(x, scale, shift):
    normalised = F.instance_norm(x, eps=1e-8)
    return normalised * (scale[:, :, None, None] + 1) + shift[:, :, None, None]


def minibatch_std(x, group):
    n, _, h, w = x.shape
    size = min(group, n)
    deviation = (x.view(size, n // size, *x.shape[1:]).var(0, unbiased=False) + 1e-8).sqrt().mean((1, 2, 3))
    return torch.cat([x, deviation.repeat(size)[:, None, None, None].expand(n, 1, h, w)], 1)
