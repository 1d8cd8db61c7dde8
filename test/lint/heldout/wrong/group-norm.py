import torch.nn as nn


class CausalBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm = nn.GroupNorm(1, channels)  # expect: norm-over-tokens
        self.attn = nn.MultiheadAttention(channels, 4, batch_first=True)

    def forward(self, x, causal_mask):
        B, T, C = x.shape
        x = self.norm(x.transpose(1, 2)).transpose(1, 2)
        return self.attn(x, x, x, attn_mask=causal_mask)[0]
