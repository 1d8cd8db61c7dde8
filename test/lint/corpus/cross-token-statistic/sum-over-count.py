import torch

def centre_tokens(x):
    b, n, d = x.shape
    mu = x.sum(dim=1, keepdim=True) / n  # expect: cross-token-statistic
    return x - mu
