import numpy as np
from sklearn.decomposition import PCA


def project(run, layer, n=2):
    """Hidden states of one text as points of a map."""
    states = np.load(f"{run}/layer{layer}.npy")
    tokens, channels = states.shape
    states = states - states.mean(axis=0, keepdims=True)
    states = states / np.linalg.norm(states, axis=0, keepdims=True)
    points = PCA(n).fit_transform(states)
    low, high = points.min(axis=0), points.max(axis=0)
    return (points - low) / (high - low)


def drift(a, b):
    # a, b: [tokens, channels]
    return np.linalg.norm(a - b, axis=1) / np.linalg.norm(a, axis=1).mean()
