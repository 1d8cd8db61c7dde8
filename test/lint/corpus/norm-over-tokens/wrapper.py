import torch.nn as nn


class PreNorm(nn.Module):
    def __init__(self, shape, fn):
        super().__init__()
        self.norm = nn.LayerNorm(shape)
        self.fn = fn

    def forward(self, x):
        return self.fn(self.norm(x)) + x


def build(num_patches, dim, ff):
    return PreNorm((num_patches, dim), ff)  # expect: norm-over-tokens
