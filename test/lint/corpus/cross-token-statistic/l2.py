import torch


def scale(x):
    b, n, c = x.shape
    return x / x.norm(dim=1, keepdim=True)  # expect: cross-token-statistic


def scale_all(x):
    b, n, c = x.shape
    return x / torch.linalg.norm(x, dim=(1, 2), keepdim=True)  # expect: cross-token-statistic
