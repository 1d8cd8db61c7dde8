from einops import rearrange
from einops.layers.torch import Rearrange
from torch import nn


class TokenNorm(nn.Module):
    def __init__(self, n_tokens):
        super().__init__()
        self.norm = nn.LayerNorm(n_tokens)

    def forward(self, x):
        x = rearrange(x, "b n c -> b c n")
        x = self.norm(x)  # expect: norm-over-tokens
        return rearrange(x, "b c n -> b n c")
