import torch


def f(x):
    B, T, C = x.shape
    return (x - x.mean(-1)) / x.std(-1, keepdim=True)  # expect: missing-keepdim
