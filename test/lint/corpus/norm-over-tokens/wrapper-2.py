import torch.nn as nn


class PreNorm(nn.Module):
    def __init__(self, shape, fn):
        super().__init__()
        self.norm = nn.LayerNorm(shape)
        self.fn = fn

    def forward(self, x, **kwargs):
        return self.fn(self.norm(x), **kwargs)


class Vit(nn.Module):
    def __init__(self, num_patches, dim, depth):
        super().__init__()
        self.layers = nn.ModuleList([])
        for _ in range(depth):
            self.layers.append(PreNorm([num_patches + 1, dim], nn.Linear(dim, dim)))  # expect: norm-over-tokens
