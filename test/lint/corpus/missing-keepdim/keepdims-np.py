import numpy as np


def ln(x, eps=1e-6):
    # x [T, T]
    b, t, d = x.shape
    mu = np.mean(x, axis=-1)  # expect: missing-keepdim
    return x - mu
