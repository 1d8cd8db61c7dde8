import torch
from einops import reduce
from torch import nn


class Norm(nn.Module):
    def forward(self, x):
        mean = reduce(x, "b n c -> b 1 c", "mean")  # expect: cross-token-statistic
        x = x - mean
        scale = reduce(x**2, "b n c -> b n 1", "mean")
        return x * torch.rsqrt(scale + 1e-6)
