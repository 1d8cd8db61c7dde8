import torch
from einops import rearrange, reduce


def rms(x):
    ms = reduce(x ** 2, "b n c -> b 1 c", "mean")  # expect: cross-token-statistic
    return x * torch.rsqrt(ms + 1e-6)
