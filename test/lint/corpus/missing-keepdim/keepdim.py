import torch


def norm(x):
    B, T, C = x.shape
    return (x - x.mean(-1)) / x.std(-1)  # expect: missing-keepdim
