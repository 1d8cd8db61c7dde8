import torch


def norm_all(x, eps=1e-5):
    B, T, C = x.shape
    dims = tuple(range(1, len(x.shape)))
    mu = x.mean(dim=dims, keepdim=True)  # expect: cross-token-statistic
    return (x - mu) / (x.std(dim=dims, keepdim=True) + eps)  # expect: cross-token-statistic
