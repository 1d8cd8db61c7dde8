import torch

def ln(x):
    B, T, C = x.shape
    axes = list(range(1, x.dim()))
    return x - x.mean(dim=axes, keepdim=True)  # expect: cross-token-statistic
