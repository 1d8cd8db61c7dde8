import numpy as np

TOKEN_AXIS = 1


def layer_norm(x, eps=1e-5):
    """x is [batch, tokens, channels]."""
    mean = np.mean(x, axis=TOKEN_AXIS, keepdims=True)  # expect: cross-token-statistic
    std = np.std(x, axis=TOKEN_AXIS, keepdims=True)  # expect: cross-token-statistic
    return (x - mean) / (std + eps)
