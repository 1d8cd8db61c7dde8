import torch.nn as nn
from einops import rearrange


class Mixer(nn.Module):
    def __init__(self, num_tokens, dim):
        super().__init__()
        self.norm = nn.LayerNorm(num_tokens)
        self.attn = nn.MultiheadAttention(dim, 8, batch_first=True)

    def forward(self, x):
        y = self.norm(rearrange(x, "b n d -> b d n"))  # expect: norm-over-tokens
        x = rearrange(y, "b d n -> b n d")
        return self.attn(x, x, x)[0]
