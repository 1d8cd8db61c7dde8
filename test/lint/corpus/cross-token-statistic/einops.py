import torch
from einops import rearrange, reduce


def f(x):
    mu = reduce(x, "b t d -> b () d", "mean")  # expect: cross-token-statistic
    return x - mu


def g(x):
    y = rearrange(x, "b t d -> b d t")
    return y - y.mean(-1, keepdim=True)  # expect: cross-token-statistic
