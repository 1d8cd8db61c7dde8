import numpy as np


def alignment_uniformity(x, y, t=2.0):
    """Wang and Isola's measures of sentence vectors [n, d]."""
    x = x / np.linalg.norm(x, axis=1, keepdims=True)
    y = y / np.linalg.norm(y, axis=1, keepdims=True)
    alignment = ((x - y) ** 2).sum(1).mean()
    squared = ((x[:, None] - x[None]) ** 2).sum(-1)
    return alignment, np.log(np.exp(-t * squared).mean())


def anisotropy(states):
    # states: [tokens, dims] of one layer
    centred = states - states.mean(0)
    _, s, _ = np.linalg.svd(centred, full_matrices=False)
    return s[0] ** 2 / (s**2).sum()
