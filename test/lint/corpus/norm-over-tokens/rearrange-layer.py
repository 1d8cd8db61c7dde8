from einops.layers.torch import Rearrange
from torch import nn


def mixer(n_patches, dim):
    return nn.Sequential(
        Rearrange("b n c -> b c n"),
        nn.LayerNorm(n_patches),  # expect: norm-over-tokens
        nn.Linear(n_patches, n_patches),
        Rearrange("b c n -> b n c"),
    )
