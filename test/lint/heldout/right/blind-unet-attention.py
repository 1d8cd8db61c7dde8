import math

import torch as th
import torch.nn as nn
import torch.nn.functional as F


class GroupNorm32(nn.GroupNorm):
    def forward(self, x):
        return super().forward(x.float()).type(x.dtype)


def normalization(channels):
    return GroupNorm32(32, channels)


class ResBlock(nn.Module):
    def __init__(self, c, emb):
        super().__init__()
        self.in_layers = nn.Sequential(normalization(c), nn.SiLU(), nn.Conv2d(c, c, 3, padding=1))
        self.emb = nn.Sequential(nn.SiLU(), nn.Linear(emb, 2 * c))
        self.out_norm = normalization(c)
        self.out = nn.Sequential(nn.SiLU(), nn.Conv2d(c, c, 3, padding=1))

    def forward(self, x, t):
        h = self.in_layers(x)
        scale, shift = self.emb(t)[..., None, None].chunk(2, dim=1)
        return x + self.out(self.out_norm(h) * (1 + scale) + shift)


class AttentionBlock(nn.Module):
    """Spatial attention: pixels attend to each other."""

    def __init__(self, channels, num_heads=4):
        super().__init__()
        self.num_heads = num_heads
        self.norm = normalization(channels)
        self.qkv = nn.Conv1d(channels, channels * 3, 1)
        self.proj_out = nn.Conv1d(channels, channels, 1)

    def forward(self, x):
        b, c, *spatial = x.shape
        x = x.reshape(b, c, -1)
        qkv = self.qkv(self.norm(x))
        q, k, v = qkv.reshape(b * self.num_heads, -1, qkv.shape[-1]).chunk(3, dim=1)
        # cosine attention, unit length per pixel and head
        q = F.normalize(q, dim=1)
        k = F.normalize(k, dim=1)
        w = th.einsum("bct,bcs->bts", q, k) * math.sqrt(q.shape[1])
        h = th.einsum("bts,bcs->bct", w.softmax(-1), v)
        return (x + self.proj_out(h.reshape(b, c, -1))).reshape(b, c, *spatial)


class PixelNorm(nn.Module):
    def forward(self, x):
        return x / th.sqrt(x.pow(2).mean(dim=1, keepdim=True) + 1e-8)
