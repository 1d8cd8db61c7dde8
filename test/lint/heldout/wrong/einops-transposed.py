from einops import rearrange
import torch.nn as nn

class X(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.ln = nn.LayerNorm(n)

    def forward(self, x):
        return rearrange(self.ln(rearrange(x, "b n d -> b d n")), "b d n -> b n d")  # expect: norm-over-tokens
