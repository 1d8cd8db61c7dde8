import torch
from torch import nn


class CausalConvAttention(nn.Module):
    def __init__(self, channels, heads):
        super().__init__()
        self.norm = nn.GroupNorm(1, channels)  # expect: norm-over-tokens
        self.attn = nn.MultiheadAttention(channels, heads, batch_first=True)

    def forward(self, x):
        # x: [B, C, T]
        y = self.norm(x).transpose(1, 2)
        T = y.shape[1]
        causal_mask = torch.ones(T, T, dtype=torch.bool).triu(1)
        return x + self.attn(y, y, y, attn_mask=causal_mask)[0].transpose(1, 2)
