import numpy as np


def report(path):
    """Mean cosine of pairs of tokens, with and without the common direction. [tokens, dims]"""
    states = np.load(path)
    tokens, dims = states.shape

    def mean_cosine(x):
        x = x / np.linalg.norm(x, axis=1, keepdims=True)
        return ((x @ x.T).sum() - tokens) / (tokens * (tokens - 1))

    without = states - states.mean(axis=0, keepdims=True)
    print(f"{mean_cosine(states):.3f} {mean_cosine(without):.3f}")
