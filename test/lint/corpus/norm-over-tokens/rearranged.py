import torch.nn as nn
from einops import rearrange


class Encoder(nn.Module):
    def __init__(self, tokens):
        super().__init__()
        self.norm = nn.LayerNorm(tokens)

    def forward(self, x):
        # x: (batch, seq_len, dim)
        y = x.permute(0, 2, 1)
        return self.norm(y).permute(0, 2, 1)  # expect: norm-over-tokens
