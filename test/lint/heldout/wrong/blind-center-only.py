"""Ablation: is re-centring enough? Is re-scaling enough?"""
import torch
from torch import nn
import torch.nn.functional as F


class CenterNorm(nn.Module):
    """Subtract the mean, learn the rest."""

    def __init__(self, dim):
        super().__init__()
        self.g = nn.Parameter(torch.ones(dim))

    def forward(self, x):
        b, n, d = x.shape
        return (x - x.mean(dim=1, keepdim=True)) * self.g  # expect: cross-token-statistic


class ScaleNorm2(nn.Module):
    def __init__(self, dim, eps=1e-6):
        super().__init__()
        self.g = nn.Parameter(torch.ones(dim))
        self.eps = eps

    def forward(self, x):
        b, n, d = x.shape
        inv = torch.rsqrt((x ** 2).mean(1, keepdim=True) + self.eps)  # expect: cross-token-statistic
        return x * inv * self.g


class Mixed(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.dim = dim

    def forward(self, x):
        b, n, d = x.shape
        m = x.mean(-1, keepdim=True)
        v = x.var(1, keepdim=True, unbiased=False)  # expect: cross-token-statistic
        return (x - m) / (v + 1e-5).sqrt()


class Layer(nn.Module):
    def __init__(self, dim, heads, norm):
        super().__init__()
        self.norm = norm
        self.attn = nn.MultiheadAttention(dim, heads, batch_first=True)

    def forward(self, x):
        y = self.norm(x)
        return x + self.attn(y, y, y)[0]


def build(kind, dim=128, heads=4):
    norms = {"center": CenterNorm(dim), "scale": ScaleNorm2(dim), "mixed": Mixed(dim)}
    return Layer(dim, heads, norms[kind])
