"""Losses and penalties on gradients in PyTorch, as the papers write them. Scalars out; autograd differentiates them."""
import torch
import torch.nn.functional as F


def cross_entropy(logits, target):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))


def critic_loss(name, real, fake):
    if name in ('logistic', 'minimax'):
        return cross_entropy(real, 1.0) + cross_entropy(fake, 0.0)
    if name == 'hinge':
        return (1 - real).clamp(min=0).mean() + (1 + fake).clamp(min=0).mean()
    if name == 'wgan-gp':
        return fake.mean() - real.mean()
    assert name == 'relativistic'
    return cross_entropy(real - fake, 1.0)


def generator_loss(name, real, fake):
    """real: for the relativistic loss alone."""
    if name == 'logistic':
        return cross_entropy(fake, 1.0)
    if name == 'minimax':
        return -cross_entropy(fake, 0.0)
    if name in ('hinge', 'wgan-gp'):
        return -fake.mean()
    assert name == 'relativistic'
    return cross_entropy(fake - real, 1.0)


def squared_slopes(score, pictures):
    """|d score / d picture|^2 of each picture over all its scales, [N]."""
    pictures = [picture.detach().requires_grad_(True) for picture in pictures]
    slopes = torch.autograd.grad(score(pictures).sum(), pictures, create_graph=True)
    return sum(slope.square().sum((1, 2, 3)) for slope in slopes)


def zero_centred_penalty(score, pictures, gamma):
    return squared_slopes(score, pictures).mean() * (gamma / 2)


def gradient_penalty(score, real, fake, between):
    points = [r + (f - r) * between.view(-1, 1, 1, 1) for r, f in zip(real, fake)]
    return ((squared_slopes(score, points) + 1e-12).sqrt() - 1).square().mean()


def path_lengths(paint, ws, noise):
    """paint(ws) -> pictures; ws [N,L,w]. Karras 2020, eq. 4: the root of the mean over layers of |J^T y|^2."""
    product = sum((picture * n).sum() for picture, n in zip(paint(ws), noise))
    (slope,) = torch.autograd.grad(product, ws, create_graph=True)
    return (slope.square().sum(2).mean(1) + 1e-12).sqrt()
