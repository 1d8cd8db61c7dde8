import torch.nn as nn


class Frames(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.inst = nn.InstanceNorm1d(dim)  # expect: norm-over-tokens
        self.attn = nn.MultiheadAttention(dim, heads, batch_first=True)

    def forward(self, x):
        # x: (batch, frames, dim)
        x = self.inst(x.permute(0, 2, 1)).permute(0, 2, 1)
        return self.attn(x, x, x, is_causal=True)[0]
