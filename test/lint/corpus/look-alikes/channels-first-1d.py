import torch
import torch.nn as nn


class ChannelNorm(nn.Module):
    """LayerNorm for x of shape [batch, channels, time]."""

    def __init__(self, channels):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(1, channels, 1))

    def forward(self, x):
        mean = x.mean(dim=1, keepdim=True)
        var = x.var(dim=1, keepdim=True)
        return (x - mean) * torch.rsqrt(var + 1e-4) * self.gamma
