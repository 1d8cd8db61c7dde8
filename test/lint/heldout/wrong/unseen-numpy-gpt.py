import numpy as np


def layer_norm(x, g, b, eps=1e-5):
    # x: [n_seq, n_embd]
    mean = np.mean(x, axis=0, keepdims=True)  # expect: cross-token-statistic
    variance = np.var(x, axis=0, keepdims=True)  # expect: cross-token-statistic
    return g * (x - mean) / np.sqrt(variance + eps) + b


def block(x, params):
    return x + layer_norm(x, **params["ln_1"]) @ params["w"]
