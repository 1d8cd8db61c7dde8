"""Protein language model with squashed activations."""
import torch
import torch.nn as nn


class MinMaxSquash(nn.Module):
    """Rescales every channel to [0, 1] before the attention (helps fp8)."""

    def forward(self, residues):
        # residues: [batch, length, channels]
        lo = residues.amin(dim=1, keepdim=True)  # expect: cross-token-statistic
        hi = residues.amax(dim=1, keepdim=True)  # expect: cross-token-statistic
        return (residues - lo) / (hi - lo + 1e-6)


class StdMean(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.w = nn.Parameter(torch.ones(channels))

    def forward(self, residues):
        """residues: [batch, length, channels]"""
        std, mean = torch.std_mean(residues, dim=(1, 2), keepdim=True)  # expect: cross-token-statistic
        return self.w * (residues - mean) / (std + 1e-6)


class EvoLayer(nn.Module):
    def __init__(self, channels, heads):
        super().__init__()
        self.pre = MinMaxSquash()
        self.post = StdMean(channels)
        self.att = nn.MultiheadAttention(channels, heads, batch_first=True)
        self.ffn = nn.Sequential(nn.Linear(channels, channels * 2), nn.GELU(), nn.Linear(channels * 2, channels))

    def forward(self, residues, pad=None):
        z = self.pre(residues)
        z, _ = self.att(z, z, z, key_padding_mask=pad)
        residues = residues + z
        n = torch.linalg.vector_norm(residues, dim=(1, 2), keepdim=True)  # expect: cross-token-statistic
        residues = residues / n.clamp_min(1e-6)
        return residues + self.ffn(self.post(residues))
