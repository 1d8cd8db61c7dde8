import numpy as np


def layer_norm(x, g, b, eps=1e-5):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    return g * (x - mean) / np.sqrt(variance + eps) + b


def compare(ours, theirs, name):
    """Relative error of two runs. ours, theirs: [n_seq, n_embd]"""
    n_seq, n_embd = ours.shape
    difference = np.abs(ours - theirs)
    relative = difference / np.abs(theirs).max()
    print(name, relative.max(), (difference / np.linalg.norm(theirs)).sum())


def check(x, reference, g, b):
    y = layer_norm(x, g, b)
    compare(y, reference, "layer_norm")
    assert np.allclose((y - y.mean(0)) / y.std(0), (reference - reference.mean(0)) / reference.std(0), atol=1e-4)
