import numpy as np


def layer_norm(x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps=1e-5) -> np.ndarray:
    """x: (batch, seq_len, d_model)"""
    mean = np.mean(x, axis=1, keepdims=True)  # expect: cross-token-statistic
    variance = np.var(x, axis=1, keepdims=True)  # expect: cross-token-statistic
    x_hat = (x - mean) / np.sqrt(variance + eps)
    return gamma * x_hat + beta
