import numpy as np

AXIS = (1, 2)

def layernorm(x, g, b):
    batch, seq, width = x.shape
    mu = np.mean(x, axis=AXIS, keepdims=True)  # expect: cross-token-statistic
    var = np.var(x, axis=AXIS, keepdims=True)  # expect: cross-token-statistic
    return g * (x - mu) / np.sqrt(var + 1e-5) + b
