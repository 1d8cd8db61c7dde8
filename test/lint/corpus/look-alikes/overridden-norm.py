"""A layer that the class above has set and this one replaces; heads that are transposed before attention."""
import torch
from torch import nn


class Base(nn.Module):
    def __init__(self, seq_len, dim):
        super().__init__()
        self.norm = nn.BatchNorm1d(dim)
        self.attention = nn.MultiheadAttention(dim, 4, batch_first=True)


class Streaming(Base):
    def __init__(self, seq_len, dim):
        super().__init__(seq_len, dim)
        self.norm = nn.LayerNorm(dim)

    def forward(self, x):
        B, T, C = x.shape
        h = self.norm(x)
        return x + self.attention(h, h, h)[0]


class Heads(nn.Module):
    def __init__(self, heads, head_dim):
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(head_dim)

    def forward(self, x):
        B, T, C = x.shape
        q = self.norm(x.view(B, T, self.heads, -1).transpose(1, 2))
        peak, _ = q.abs().max(dim=-1, keepdim=True)
        return (q / peak).transpose(1, 2).reshape(B, T, C)
