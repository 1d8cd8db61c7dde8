"""Shifted windows; feature maps are (B, H, W, C) and windows are tokens. LayerNorm stays on C."""
import torch
import torch.nn as nn


def window_partition(x, ws):
    B, H, W, C = x.shape
    x = x.view(B, H // ws, ws, W // ws, ws, C)
    return x.permute(0, 1, 3, 2, 4, 5).reshape(-1, ws * ws, C)


def window_reverse(win, ws, H, W):
    B = win.shape[0] // (H * W // ws // ws)
    x = win.view(B, H // ws, W // ws, ws, ws, -1)
    return x.permute(0, 1, 3, 2, 4, 5).reshape(B, H, W, -1)


class PatchEmbed(nn.Module):
    def __init__(self, patch=4, dim=96):
        super().__init__()
        self.proj = nn.Conv2d(3, dim, patch, patch)
        self.norm = nn.LayerNorm(dim)

    def forward(self, x):
        x = self.proj(x)
        B, C, H, W = x.shape
        x = x.flatten(2).transpose(1, 2)
        x = self.norm(x)
        return x.transpose(1, 2).view(B, C, H, W)


class SwinBlock(nn.Module):
    def __init__(self, dim, heads, ws=7):
        super().__init__()
        self.ws = ws
        self.norm1 = nn.LayerNorm(dim)
        self.attn = nn.MultiheadAttention(dim, heads, batch_first=True)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim))

    def forward(self, x):
        B, H, W, C = x.shape
        win = window_partition(self.norm1(x), self.ws)
        win, _ = self.attn(win, win, win)
        x = x + window_reverse(win, self.ws, H, W)
        return x + self.mlp(self.norm2(x))


class ChannelFirstLN(nn.LayerNorm):
    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Stem1d(nn.Module):
    """LayerNorm over channels of a (B, C, T) signal."""

    def __init__(self, c):
        super().__init__()
        self.conv = nn.Conv1d(1, c, 9, padding=4)
        self.ln = nn.LayerNorm(c)

    def forward(self, sig):
        y = self.conv(sig)
        y = self.ln(y.transpose(1, 2)).transpose(1, 2)
        mu = y.mean(dim=1, keepdim=True)
        return (y - mu) / y.std(dim=1, keepdim=True).add(1e-5)
