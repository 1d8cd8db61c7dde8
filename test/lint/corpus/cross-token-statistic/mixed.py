import torch


def norm(x, eps=1e-5):
    B, T, C = x.shape
    mu = x.mean(-1, keepdim=True)
    var = ((x - mu) ** 2).mean(1, keepdim=True)  # expect: cross-token-statistic
    return (x - mu) / torch.sqrt(var + eps)
