import torch


def norm(x):
    seq_len = x.shape[1]
    d_model = x.shape[2]
    mean = x.sum(dim=1, keepdim=True) / seq_len  # expect: cross-token-statistic
    return x - mean
