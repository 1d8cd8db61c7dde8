import torch.nn.functional as F


def f(x, T, C):
    B, T, C = x.shape
    a = F.layer_norm(x, [T, C])  # expect: norm-over-tokens
    b = F.layer_norm(x, x.shape[-2:])  # expect: norm-over-tokens
    c = F.layer_norm(x, x.size()[1:])  # expect: norm-over-tokens
    d = F.layer_norm(x, (C,))
    e = F.layer_norm(x, x.shape[-1:])
    return a + b + c + d + e


import torch


def by_torch(x):
    b, t, d = x.shape
    x = torch.layer_norm(x, [t, d])  # expect: norm-over-tokens
    return torch.rms_norm(x, (t, d))  # expect: norm-over-tokens
