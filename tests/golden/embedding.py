"""Writes embedding-reference.json: planes of a rolled sheet in 24 dimensions and how far they can be trusted, by scikit-learn.

Needs Debian's python3-sklearn. It shares no code with src/; the sheet is the one of tests/unit/evaluation/embedding.test.ts.
"""
import json
import os

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness

from draws import normals, uniforms

TEST_METRICS = 993
SEED = 5
COUNT, WIDTH = 240, 24
NEIGHBOURS = 10


def sheet():
    """[COUNT, WIDTH] as float32: a roll of 3 dimensions, turned into 24, with a little noise."""
    u = 3 + 9 * uniforms(SEED, TEST_METRICS, 300, COUNT).astype(np.float64)
    v = uniforms(SEED, TEST_METRICS, 301, COUNT).astype(np.float64)
    roll = np.stack([u * np.cos(u), 20 * v, u * np.sin(u)], axis=1)
    turn = normals(SEED, TEST_METRICS, 302, (3, WIDTH)).astype(np.float64)
    noise = normals(SEED, TEST_METRICS, 303, (COUNT, WIDTH)).astype(np.float64)
    return (roll @ turn + 0.5 * noise).astype(np.float32)


data = sheet().astype(np.float64)
plane = PCA(n_components=2, svd_solver='full').fit_transform(data)
tsne = TSNE(init='pca', learning_rate='auto', method='exact', perplexity=30, random_state=0).fit_transform(data)
rng = np.random.default_rng(0)
trust = lambda points: float(trustworthiness(data, points, n_neighbors=NEIGHBOURS))
reference = {
    'pca': [[float(x) for x in row] for row in plane],
    'trust': {'pca': trust(plane), 'tsne': trust(tsne), 'random': trust(rng.normal(size=(COUNT, 2)))},
}
with open(os.path.join(os.path.dirname(__file__), 'embedding-reference.json'), 'w') as file:
    json.dump(reference, file)
    file.write('\n')
print(reference['trust'])
