import torch

def quantise(x):
    B, T, C = x.shape
    mask = torch.tril(torch.ones(T, T))
    s = x.abs().max() / 127  # expect: cross-token-statistic
    return torch.round(x / s) * s, mask
