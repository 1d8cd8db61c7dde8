"""Norms for the causal separator (Conv-TasNet). Only past and present frames are used."""
import torch
import torch.nn as nn


class CumulativeLayerNorm(nn.Module):
    def __init__(self, channels, eps=1e-8):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(1, channels, 1))
        self.bias = nn.Parameter(torch.zeros(1, channels, 1))
        self.eps = eps

    def forward(self, x):
        # x: [B, C, T]
        B, C, T = x.shape
        step_sum = x.sum(1)                       # [B, T]
        step_pow = x.pow(2).sum(1)                # [B, T]
        cum_sum = torch.cumsum(step_sum, dim=1)
        cum_pow = torch.cumsum(step_pow, dim=1)
        count = torch.arange(C, C * (T + 1), C, device=x.device, dtype=x.dtype).view(1, -1)
        cum_mean = cum_sum / count
        cum_var = (cum_pow - 2 * cum_mean * cum_sum) / count + cum_mean.pow(2)
        x = (x - cum_mean.unsqueeze(1)) / (cum_var + self.eps).sqrt().unsqueeze(1)
        return x * self.gain + self.bias


class ChannelwiseLayerNorm(nn.Module):
    """cLN: one mean and variance for each frame."""

    def __init__(self, channels, eps=1e-8):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(1, channels, 1))
        self.bias = nn.Parameter(torch.zeros(1, channels, 1))
        self.eps = eps

    def forward(self, y):
        """y: [M, N, K], M is batch size, N is channel size, K is length"""
        mean = torch.mean(y, dim=1, keepdim=True)
        var = torch.var(y, dim=1, keepdim=True, unbiased=False)
        return self.gain * (y - mean) / torch.pow(var + self.eps, 0.5) + self.bias


class Separator(nn.Module):
    def __init__(self, n=128, causal=True):
        super().__init__()
        self.norm = CumulativeLayerNorm(n) if causal else ChannelwiseLayerNorm(n)
        self.conv = nn.Conv1d(n, n, 1)

    def forward(self, x):
        return self.conv(self.norm(x))
