"""
Causal TCN for streaming speech enhancement.

Input / output: [B, C, T]. All convolutions are left padded, so that the model can run frame by frame.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F


class CausalConv1d(nn.Conv1d):
    def __init__(self, c_in, c_out, kernel_size, dilation=1):
        super().__init__(c_in, c_out, kernel_size, dilation=dilation)
        self.left_pad = (kernel_size - 1) * dilation

    def forward(self, x):
        return super().forward(F.pad(x, (self.left_pad, 0)))


class ResidualUnit(nn.Module):
    def __init__(self, channels, dilation):
        super().__init__()
        self.conv = CausalConv1d(channels, channels, 3, dilation)
        self.norm = nn.GroupNorm(1, channels)  # expect: norm-over-tokens
        self.act = nn.PReLU()
        self.out = nn.Conv1d(channels, channels, 1)

    def forward(self, x):
        # x: [B, C, T]
        y = self.act(self.norm(self.conv(x)))
        return x + self.out(y)


class CausalTCN(nn.Module):
    def __init__(self, n_freq=257, channels=128, n_blocks=8):
        super().__init__()
        self.inp = nn.Conv1d(n_freq, channels, 1)
        self.inp_norm = nn.InstanceNorm1d(channels, affine=True)  # expect: norm-over-tokens
        self.blocks = nn.Sequential(*[ResidualUnit(channels, 2 ** (i % 6)) for i in range(n_blocks)])
        self.mask = nn.Conv1d(channels, n_freq, 1)

    def forward(self, spec):
        h = self.inp_norm(self.inp(spec))
        return spec * torch.sigmoid(self.mask(self.blocks(h)))
