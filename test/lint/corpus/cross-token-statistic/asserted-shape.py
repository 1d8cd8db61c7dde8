import torch

def ln(x):
    assert x.shape == (B, T, C)
    mu = x.mean(dim=1, keepdim=True)  # expect: cross-token-statistic
    return x - mu
