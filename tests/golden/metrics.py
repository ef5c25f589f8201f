"""Writes metrics-reference.json: the metrics of src/evaluation on made-up arrays, by numpy, scipy, scikit-image and scikit-learn.

Needs Debian's python3-scipy, python3-skimage and python3-sklearn. It shares no code with src/, and uses no pictures of people.
"""
import json
import os

import numpy as np
from scipy.linalg import sqrtm
from scipy.ndimage import gaussian_filter
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist
from scipy.stats import t as student
from skimage.measure import block_reduce
from skimage.metrics import structural_similarity
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, silhouette_score
from sklearn.metrics.pairwise import polynomial_kernel

from draws import bits, normals, uniforms

# A stream of the tests alone; steps as tests/unit/evaluation/madeUp.ts has them.
TEST_METRICS = 993
SEED = 5
WIDTH, COUNT = 24, 120
SIDES = (16, 32, 64, 128, 176, 256)
COARSE = 16
FEATURE_FILTERS, SPLIT = 25, 27
FOLDS, GROUPS = 5, 30


def vectors(step, scale=1.0, shift=0.0):
    """[COUNT, WIDTH] with every column leaning on the first."""
    raw = normals(SEED, TEST_METRICS, step, (COUNT, WIDTH)).astype(np.float64)
    moved = (raw * scale + shift).astype(np.float32).astype(np.float64)
    leaning = moved + 0.5 * moved[:, :1]
    leaning[:, 0] = moved[:, 0]
    return leaning.astype(np.float32).astype(np.float64)


def picture(side, number):
    """Coarse squares shared by pictures 2i and 2i + 1, with a quarter of each one's own noise, as whole numbers."""
    byte = lambda step, count: np.floor(256 * uniforms(SEED, TEST_METRICS, step, count)).astype(int)
    coarse = byte(100 + number // 2, COARSE * COARSE).reshape(COARSE, COARSE)
    place = np.arange(side) * COARSE // side
    fine = byte(200 + number, side * side).reshape(side, side)
    return (3 * coarse[np.ix_(place, place)] + fine) // 4


def structure(a, b):
    """Mean contrast and structure over the places where the window of 11 lies inside."""
    blur = lambda x: gaussian_filter(x, 1.5, truncate=3.5, mode='reflect')[5:-5, 5:-5]
    ma, mb = blur(a), blur(b)
    va, vb, cov = blur(a * a) - ma * ma, blur(b * b) - mb * mb, blur(a * b) - ma * mb
    c2 = (0.03 * 255) ** 2
    return np.mean((2 * cov + c2) / (va + vb + c2))


def ms_ssim(a, b):
    a, b = a.astype(np.float64), b.astype(np.float64)
    weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]
    scales = max(n for n in range(1, 6) if min(a.shape) // 2 ** (n - 1) >= 11)
    weights = np.array(weights[:scales]) / sum(weights[:scales])
    value = 1.0
    for scale, weight in enumerate(weights):
        last = scale == scales - 1
        part = (structural_similarity(a, b, data_range=255, gaussian_weights=True, sigma=1.5, use_sample_covariance=False)
                if last else structure(a, b))
        value *= max(part, 0) ** weight
        if not last:
            even = len(a) // 2 * 2
            a, b = (block_reduce(x[:even, :even], (2, 2), np.mean) for x in (a, b))
    return scales, value


def mmd(x, y):
    kernel = lambda p, q: polynomial_kernel(p, q, degree=3, coef0=1)
    n, m = len(x), len(y)
    kxx, kyy = kernel(x, x), kernel(y, y)
    return ((kxx.sum() - np.trace(kxx)) / (n * (n - 1)) + (kyy.sum() - np.trace(kyy)) / (m * (m - 1))
            - 2 * kernel(x, y).mean())


def permutation(step, n):
    """docs/seeds.md's; no word is thrown away for so few."""
    words, order = bits(SEED, SPLIT, step, n), np.arange(n)
    for place, i in enumerate(range(n - 1, 0, -1)):
        j = int(words[place]) % (i + 1)
        order[i], order[j] = order[j], order[i]
    return order


def kid(x, y, size):
    a, b = x[permutation(0, len(x))], y[permutation(1, len(y))]
    parts = [mmd(a[k:k + size], b[k:k + size]) for k in range(0, len(x) - size + 1, size)]
    error = np.std(parts, ddof=1) / np.sqrt(len(parts))
    reach = student.ppf(0.975, len(parts) - 1) * error
    return {'mean': np.mean(parts), 'standardError': error, 'low': np.mean(parts) - reach, 'high': np.mean(parts) + reach}


def frechet(x, y):
    cx, cy = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    return ((x.mean(0) - y.mean(0)) ** 2).sum() + np.trace(cx + cy - 2 * sqrtm(cx @ cy).real)


def neighbourhoods(reals, fakes, k):
    tree_r, tree_f = cKDTree(reals), cKDTree(fakes)
    radius_r, radius_f = tree_r.query(reals, k + 1)[0][:, k], tree_f.query(fakes, k + 1)[0][:, k]
    within = cdist(reals, fakes)
    return {
        'precision': (within < radius_r[:, None]).any(0).mean(),
        'recall': (within < radius_f[None]).any(1).mean(),
        'density': (within < radius_r[:, None]).sum() / k / len(fakes),
        'coverage': (tree_f.query(reals, 1)[0] < radius_r).mean(),
    }


def effective_rank(x):
    spread = np.linalg.svd(x - x.mean(0), compute_uv=False) ** 2
    shares = spread[spread > 1e-12 * spread[0]] / spread.sum()
    return np.exp(-(shares * np.log(shares)).sum())


def one_nearest(x, y):
    both, label = np.concatenate([x, y]), np.repeat([0, 1], [len(x), len(y)])
    nearest = cKDTree(both).query(both, 2)[1][:, 1]
    return (label[nearest] == label).mean()


def classifier_auc(x, y):
    """Folds of whole groups, each standardised by its training part; penalty |w|^2 / 2, as LogisticRegression's C = 1."""
    both, label = np.concatenate([x, y]), np.repeat([0, 1], [len(x), len(y)])
    fold = np.concatenate([np.arange(COUNT) % GROUPS, np.arange(COUNT) % GROUPS]) % FOLDS
    score = np.zeros(len(both))
    for number in range(FOLDS):
        train, test = fold != number, fold == number
        mean, deviation = both[train].mean(0), both[train].std(0)
        model = LogisticRegression(C=1.0, tol=1e-10, max_iter=10000)
        model.fit((both[train] - mean) / deviation, label[train])
        score[test] = model.decision_function((both[test] - mean) / deviation)
    return roc_auc_score(label, score)


def random_conv(images, seed=0):
    """The features of src/evaluation/randomConv.ts from [N, side, side, C] bytes."""
    maps = {256: 8, 128: 16, 64: 24, 32: 32, 16: 48, 8: 64, 4: 64}
    x, features, layer = images / 127.5 - 1, [], 0
    while x.shape[1] > 4:
        side = x.shape[1] // 2
        shape = (3, 3, x.shape[3], maps[side])
        weight = normals(seed, FEATURE_FILTERS, layer, shape).astype(np.float64)
        weight *= np.sqrt(2 / 1.04) / np.sqrt((weight ** 2).sum((0, 1, 2)))
        padded = np.pad(x, ((0, 0), (0, 1), (0, 1), (0, 0)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), (1, 2))[:, ::2, ::2]
        x = np.einsum('nyxcij,ijco->nyxo', windows, weight)
        x = np.where(x > 0, x, 0.2 * x)
        if side <= 8:
            features += [x.mean((1, 2)), x.std((1, 2))]
        layer += 1
    return np.concatenate(features, 1)


def main():
    a, b, c = vectors(0), vectors(1), vectors(2, 0.9, 0.2)
    pairs = {}
    for side in SIDES:
        values = [ms_ssim(picture(side, 2 * i), picture(side, 2 * i + 1)) for i in range(3)]
        pairs[str(side)] = {'scales': values[0][0], 'values': [value for _, value in values]}
    symmetric = np.cov(c, rowvar=False)
    reference = {
        'about': 'Metrics of made-up arrays by numpy, scipy, scikit-image and scikit-learn; written by metrics.py.',
        'checks': {'vectors': float(c.sum()), 'picture': int(picture(64, 1).sum())},
        'msSsim': pairs,
        'eigenvalues': np.linalg.eigvalsh(symmetric).tolist(),
        'like': {'mmd': mmd(a, b), 'frechet': frechet(a, b), 'neighbourhoods': neighbourhoods(a, b, 5),
                 'oneNearest': one_nearest(a, b), 'auc': classifier_auc(a, b)},
        'unlike': {'mmd': mmd(a, c), 'kid': kid(a, c, 24), 'frechet': frechet(a, c),
                   'neighbourhoods': neighbourhoods(a, c, 5), 'oneNearest': one_nearest(a, c),
                   'silhouette': silhouette_score(np.concatenate([a, c]), np.repeat([0, 1], COUNT)),
                   'auc': classifier_auc(a, c)},
        'effectiveRank': {'tall': effective_rank(a), 'wide': effective_rank(c[:10])},
        'randomConv': {
            'grey16': random_conv(picture(16, 0)[None, ..., None])[0, ::16].tolist(),
            'grey64': random_conv(picture(64, 1)[None, ..., None])[0, ::16].tolist(),
            'rgb32': random_conv(np.stack([picture(32, n) for n in range(3)], 2)[None], seed=3)[0, ::16].tolist(),
        },
        'student': {str(n): student.ppf(0.975, n) for n in (4, 9, 30)},
    }
    path = os.path.join(os.path.dirname(__file__), 'metrics-reference.json')
    with open(path, 'w') as file:
        json.dump(reference, file, indent=2)
        file.write('\n')


if __name__ == '__main__':
    main()
