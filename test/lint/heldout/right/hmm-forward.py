import numpy as np


def forward_backward(start, transition, emission):
    """Scaled forward-backward algorithm. emission: [T, states]"""
    T, S = emission.shape
    alpha, scale = np.zeros((T, S)), np.zeros(T)
    alpha[0] = start * emission[0]
    scale[0] = alpha[0].sum()
    alpha[0] /= scale[0]
    for t in range(1, T):
        alpha[t] = alpha[t - 1] @ transition * emission[t]
        scale[t] = alpha[t].sum()
        alpha[t] /= scale[t]
    beta = np.ones((T, S))
    for t in range(T - 2, -1, -1):
        beta[t] = transition @ (emission[t + 1] * beta[t + 1]) / scale[t + 1]
    gamma = alpha * beta
    return gamma / gamma.sum(axis=1, keepdims=True), np.log(scale).sum()
