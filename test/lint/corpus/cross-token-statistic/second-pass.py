import torch

def online_norm(x):
    """x: (T, C), normalise with a running estimate, second pass"""
    T, C = x.shape
    mean = torch.zeros(C)
    for t in range(T):
        mean = mean + x[t] / T
    return x - x.mean(0)  # expect: cross-token-statistic
