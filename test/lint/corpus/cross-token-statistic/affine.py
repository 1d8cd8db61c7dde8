import torch
import torch.nn as nn


class TokenScale(nn.Module):
    def __init__(self, seq_len, dim):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(1, seq_len, dim))

    def forward(self, x):
        B, N, C = x.shape
        return x / x.std(dim=(1, 2), keepdim=True) * self.scale  # expect: cross-token-statistic
