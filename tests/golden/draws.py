"""The random numbers of docs/seeds.md in numpy: Philox4x32-10, key [seed, stream], counter [block, 0, step low, step high].

It shares no code with src/random and refuses to keep a state.
"""
import numpy as np

# src/random/streams.ts, where they are explained.
WEIGHTS, LATENT, LATENT_D, NOISE, NOISE_D, MIXING, CONSTANT_NOISE, SAMPLE_LATENT, PENALTY, MIXING_LATENT = (
    1, 4, 5, 6, 7, 8, 9, 10, 12, 14)
LABEL, LABEL_D, PATH_LATENT, PATH_NOISE, PATH_MIXING, PATH_MIXING_LATENT = 16, 17, 18, 19, 23, 24
# Streams of the tests alone: moved weights, moved weights of a second run, made-up slices, inputs of layers.
TEST_MOVED, TEST_PERTURBED, TEST_SLICES, TEST_INPUTS = 997, 996, 995, 994

WORD = np.uint64(0xFFFFFFFF)
SHIFT = np.uint64(32)


def bits(seed, stream, step, count):
    """`count` words of 32 bits."""
    n = np.arange((count + 3) // 4, dtype=np.uint64)
    x = [n, 0 * n, 0 * n + np.uint64(step & 0xFFFFFFFF), 0 * n + np.uint64(step >> 32)]
    k = [np.uint64(seed), np.uint64(stream)]
    for _ in range(10):
        a, b = x[0] * np.uint64(0xD2511F53), x[2] * np.uint64(0xCD9E8D57)
        x = [(b >> SHIFT) ^ x[1] ^ k[0], b & WORD, (a >> SHIFT) ^ x[3] ^ k[1], a & WORD]
        k = [(k[0] + np.uint64(0x9E3779B9)) & WORD, (k[1] + np.uint64(0xBB67AE85)) & WORD]
    return np.stack(x, 1).reshape(-1)[:count]


def uniforms(seed, stream, step, count):
    """`count` numbers in [0, 1)."""
    return (bits(seed, stream, step, count) >> np.uint64(8)) / 2.0**24


def normals(seed, stream, step, shape):
    """Standard normals of the given shape, rounded to float32."""
    count = int(np.prod(shape))
    u = (bits(seed, stream, step, count + count % 2) >> np.uint64(8)).reshape(-1, 2)
    r, t = np.sqrt(-2 * np.log((u[:, 0] + 1.0) / 2**24)), 2 * np.pi * u[:, 1] / 2**24
    return np.stack([r * np.cos(t), r * np.sin(t)], 1).reshape(-1)[:count].astype(np.float32).reshape(shape)


def name_hash(name):
    """FNV-1a: a name as the step of a stream."""
    value = 0x811C9DC5
    for byte in name.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value
