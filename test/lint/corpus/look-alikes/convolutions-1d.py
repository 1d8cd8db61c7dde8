"""One-dimensional convolutions without causal padding, and causal ones with norms over the channels."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Encoder(nn.Module):
    """wav2vec-like: GroupNorm over time on purpose."""

    def __init__(self, dim):
        super().__init__()
        self.conv = nn.Conv1d(1, dim, 10, stride=5, bias=False)
        self.norm = nn.GroupNorm(dim, dim)

    def forward(self, wav):
        return F.gelu(self.norm(self.conv(wav)))


class SameLength(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.layers = nn.Sequential(nn.Conv1d(dim, dim, 3, padding=1), nn.GroupNorm(8, dim), nn.SiLU())

    def forward(self, x):
        return x + self.layers(F.pad(x, (1, 1)))


class ChannelNorm(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm = nn.LayerNorm(dim)

    def forward(self, x):
        return self.norm(x.transpose(1, 2)).transpose(1, 2)


class CausalBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.conv = nn.Conv1d(dim, dim, 3)
        self.norm = ChannelNorm(dim)

    def forward(self, x):
        return x + self.norm(self.conv(F.pad(x, (2, 0))))


class ImageBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.conv = nn.Conv2d(dim, dim, 3)
        self.norm = nn.GroupNorm(1, dim)

    def forward(self, x):
        return self.norm(self.conv(F.pad(x, (2, 0))))


class BothSides(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.conv = nn.Conv1d(dim, dim, 3)
        self.norm = nn.GroupNorm(8, dim)

    def forward(self, x):
        edge = x.new_zeros(x.size(0), x.size(1), 1)
        return self.norm(self.conv(torch.cat([edge, x, edge], dim=-1)))


class Conditioned(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.conv = nn.Conv1d(2 * dim, dim, 1)
        self.norm = nn.GroupNorm(8, dim)

    def forward(self, x):
        return self.norm(self.conv(torch.cat([torch.zeros_like(x), x], dim=1)))
