import numpy as np


def standard(x):
    x = x - x.mean(axis=0)
    y = x - np.mean(x)
    z = x - x.mean(1)[:, None]
    w = x - x.mean(axis=1, keepdims=True)
    return y, z, w
