"""What is carried out of a scan, or through more than one mean, has seen every token."""
import jax
import jax.numpy as jnp
import torch
from torch import nn


def scanned(x):
    # x: [T, C]
    T, C = x.shape

    def step(carry, row):
        mean, count = carry
        count = count + 1
        mean = mean + (row - mean) / count
        return (mean, count), mean

    (mean, _), _ = jax.lax.scan(step, (jnp.zeros(C), 0.0), x)  # expect: cross-token-statistic
    return x - mean


class GlobalNorm(nn.Module):
    def forward(self, y):
        """y: [batch, channels, time]"""
        mean = y.mean(dim=1, keepdim=True).mean(dim=2, keepdim=True)  # expect: cross-token-statistic
        power = (y - mean).pow(2).mean(dim=1, keepdim=True).mean(dim=2, keepdim=True)  # expect: cross-token-statistic
        return (y - mean) / (power + 1e-8).sqrt()


def frobenius(x):
    batch, seq, dim = x.shape
    return x / torch.linalg.matrix_norm(x, keepdim=True)  # expect: cross-token-statistic


class Stats:
    @staticmethod
    def moments(x, dim):
        return x.mean(dim, keepdim=True), x.var(dim, keepdim=True, unbiased=False)


def by_class(x):
    B, T, C = x.shape
    mean, variance = Stats.moments(x, 1)  # expect: cross-token-statistic
    return (x - mean) / torch.sqrt(variance + 1e-5)


class BaseNorm(nn.Module):
    def __init__(self, axis):
        super().__init__()
        self.axis = axis

    def forward(self, x):
        return x - x.mean(dim=self.axis, keepdim=True)


class SequenceNorm(BaseNorm):
    def __init__(self, d_model):
        super().__init__(1)  # expect: cross-token-statistic

    def forward(self, x):
        B, T, C = x.shape
        return super().forward(x) + x
