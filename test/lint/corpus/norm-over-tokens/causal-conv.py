import torch
import torch.nn as nn

class CausalConvBlock(nn.Module):
    def __init__(self, dim, k):
        super().__init__()
        self.pad = k - 1
        self.conv = nn.Conv1d(dim, dim, k)
        self.gn = nn.GroupNorm(1, dim)  # expect: norm-over-tokens

    def forward(self, x):
        """x: [batch, time, dim]"""
        y = x.permute(0, 2, 1)
        y = nn.functional.pad(y, (self.pad, 0))
        y = self.gn(y)
        return y.permute(0, 2, 1)
