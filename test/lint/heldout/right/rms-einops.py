import torch
from einops import reduce
from torch import nn


class RMSNorm(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(dim))

    def forward(self, x):
        power = reduce(x * x, "b n c -> b n 1", "mean")
        return x * torch.rsqrt(power + 1e-6) * self.gain


class CentredNorm(nn.Module):
    def forward(self, x):
        mean = reduce(x, "b n c -> b n 1", "mean")
        return x - mean
