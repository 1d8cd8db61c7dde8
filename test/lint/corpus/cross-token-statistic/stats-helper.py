import torch

def stats(x):
    return x.mean(dim=1, keepdim=True), x.var(dim=1, keepdim=True, unbiased=False)  # expect: cross-token-statistic

def norm(x, w, b):
    B, T, C = x.shape
    m, v = stats(x)
    return (x - m) / (v + 1e-5).sqrt() * w + b
