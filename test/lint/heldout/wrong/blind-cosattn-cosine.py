import torch
import torch.nn as nn
import torch.nn.functional as F


class CosineAttention(nn.Module):
    """Single-head cosine-similarity attention with a learned temperature."""

    def __init__(self, dim, max_len=512):
        super().__init__()
        self.q = nn.Linear(dim, dim, bias=False)
        self.k = nn.Linear(dim, dim, bias=False)
        self.v = nn.Linear(dim, dim, bias=False)
        self.tau = nn.Parameter(torch.tensor(10.0))
        self.register_buffer("mask", torch.tril(torch.ones(max_len, max_len, dtype=torch.bool)), persistent=False)

    def forward(self, x):
        B, T, C = x.shape
        q = F.normalize(self.q(x))  # expect: norm-over-tokens
        k = F.normalize(self.k(x))  # expect: norm-over-tokens
        sim = self.tau * q @ k.transpose(1, 2)
        sim = sim.masked_fill(~self.mask[:T, :T], -1e4)
        return F.softmax(sim, dim=-1) @ self.v(x)


def rescale(h: torch.Tensor) -> torch.Tensor:
    """Squash hidden states into [0, 1] before the codebook look-up. h is (batch, tokens, dim)."""
    lo, _ = h.min(dim=1, keepdim=True)  # expect: cross-token-statistic
    hi, _ = h.max(dim=1, keepdim=True)  # expect: cross-token-statistic
    return (h - lo) / (hi - lo + 1e-6)


class Layer(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.attn = CosineAttention(dim)
        self.norm = nn.LayerNorm(dim)

    def forward(self, h):
        return rescale(h + self.attn(self.norm(h)))
