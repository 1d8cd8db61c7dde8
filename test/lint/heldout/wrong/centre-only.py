import torch


def centre(x):
    B, T, D = x.shape
    mean = torch.mean(x, 1, keepdim=True)  # expect: cross-token-statistic
    return x - mean
