import torch
from torch import nn


class CrossAttention(nn.Module):
    """Only the decoder's queries are masked; keys and values come from the whole source."""

    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n_heads = n_heads
        self.q, self.kv = nn.Linear(d_model, d_model), nn.Linear(d_model, 2 * d_model)
        self.k_norm = nn.LayerNorm(d_model // n_heads)

    def forward(self, x, source):
        B, T, C = x.shape
        S = source.shape[1]
        q = self.q(x).view(B, T, self.n_heads, -1).transpose(1, 2)
        k, v = self.kv(source).view(B, S, 2, self.n_heads, -1).permute(2, 0, 3, 1, 4)
        scores = q @ self.k_norm(k).transpose(-2, -1)
        scores = scores - scores.amax(dim=-1, keepdim=True)
        weights = scores.exp() / scores.exp().sum(dim=-1, keepdim=True)
        return (weights @ v).transpose(1, 2).reshape(B, T, C)
