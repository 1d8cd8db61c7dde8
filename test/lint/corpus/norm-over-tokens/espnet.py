import torch.nn as nn


class CausalTCN(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.norm = nn.GroupNorm(1, channels)  # expect: norm-over-tokens
        self.conv = nn.Conv1d(channels, channels, 3)

    def forward(self, x):
        B, C, T = x.shape
        return self.conv(self.norm(x))
