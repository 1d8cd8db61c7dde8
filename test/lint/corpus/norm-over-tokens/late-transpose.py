"""The layout is known only where attention reads the transposed tensor."""
import torch
from torch import nn


class AttentionBlock(nn.Module):
    def __init__(self, channels, heads):
        super().__init__()
        self.norm = nn.GroupNorm(1, channels)  # expect: norm-over-tokens
        self.attention = nn.MultiheadAttention(channels, heads, batch_first=True)

    def forward(self, x):
        h = self.norm(x).transpose(1, 2)
        h, _ = self.attention(h, h, h)
        return x + h.transpose(1, 2)


class ViT(nn.Module):
    def __init__(self, image_size, patch_size, dim):
        super().__init__()
        num_patches = (image_size // patch_size) ** 2
        self.norm = nn.LayerNorm((num_patches + 1, dim))  # expect: norm-over-tokens
