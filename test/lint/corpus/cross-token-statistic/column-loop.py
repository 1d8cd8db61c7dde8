import numpy as np


def norm_tokens(x):
    seq_len, dim = x.shape
    for c in range(dim):
        x[:, c] = (x[:, c] - x[:, c].mean()) / (x[:, c].std() + 1e-6)  # expect: cross-token-statistic
    return x


def while_loop(x):
    T, C = x.shape
    t, total = 0, np.zeros(C)
    while t < T:
        total = total + x[t]  # expect: cross-token-statistic
        t += 1
    return x - total / T
