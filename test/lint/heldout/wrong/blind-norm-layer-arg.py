# Based on a ViT implementation; norm_layer can be swapped from the command line.
from functools import partial

import torch
import torch.nn as nn


class Mlp(nn.Module):
    def __init__(self, in_features, hidden_features):
        super().__init__()
        self.fc1 = nn.Linear(in_features, hidden_features)
        self.act = nn.GELU()
        self.fc2 = nn.Linear(hidden_features, in_features)

    def forward(self, x):
        return self.fc2(self.act(self.fc1(x)))


class TokenNorm(nn.Module):
    """Thin wrapper."""

    def __init__(self, dim, num_patches):
        super().__init__()
        self.inner = nn.LayerNorm((num_patches, dim), eps=1e-6)  # expect: norm-over-tokens

    def forward(self, x):
        return self.inner(x)


class Block(nn.Module):
    def __init__(self, dim, num_heads, norm_layer=nn.LayerNorm):
        super().__init__()
        self.norm1 = norm_layer(dim)  # expect: norm-over-tokens
        self.attn = nn.MultiheadAttention(dim, num_heads, batch_first=True)
        self.norm2 = norm_layer(dim)  # expect: norm-over-tokens
        self.mlp = Mlp(dim, dim * 4)

    def forward(self, x):
        y = self.norm1(x)
        x = x + self.attn(y, y, y, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))


class VisionTransformer(nn.Module):
    def __init__(self, img_size=224, patch_size=16, embed_dim=384, depth=12, num_heads=6, num_classes=1000):
        super().__init__()
        num_patches = (img_size // patch_size) ** 2
        norm_layer = partial(TokenNorm, num_patches=num_patches)
        self.patch_embed = nn.Conv2d(3, embed_dim, patch_size, patch_size)
        self.pos_embed = nn.Parameter(torch.zeros(1, num_patches, embed_dim))
        self.blocks = nn.Sequential(*[Block(embed_dim, num_heads, norm_layer) for _ in range(depth)])
        self.head = nn.Linear(embed_dim, num_classes)

    def forward(self, x):
        x = self.patch_embed(x).flatten(2).transpose(1, 2)
        x = self.blocks(x + self.pos_embed)
        return self.head(x.mean(dim=1))
