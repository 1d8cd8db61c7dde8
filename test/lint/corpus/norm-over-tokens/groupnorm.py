import torch
import torch.nn as nn


class ConvModule(nn.Module):
    def __init__(self, channels, kernel_size=15):
        super().__init__()
        self.conv = nn.Conv1d(channels, channels, kernel_size, padding=kernel_size - 1)
        self.norm = nn.GroupNorm(1, channels)  # expect: norm-over-tokens

    def forward(self, x):
        # x: (B, T, C)
        x = x.transpose(1, 2)
        x = self.norm(x)
        return x.transpose(1, 2)
