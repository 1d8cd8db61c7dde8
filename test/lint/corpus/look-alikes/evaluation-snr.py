import numpy as np


def report(clean, quantised, names):
    """Signal to quantisation noise of layers' activations; arrays of [tokens, channels]."""
    rows = []
    for a, b, name in zip(clean, quantised, names):
        tokens, channels = a.shape
        noise = (a - b) / np.linalg.norm(a)
        rows.append((name, -20 * np.log10(np.linalg.norm(noise))))
        zscores = (a - a.mean(axis=0)) / a.std(axis=0)
        rows.append((name, float(np.abs(zscores).max())))
    return rows
