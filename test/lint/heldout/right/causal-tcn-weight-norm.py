import torch.nn as nn
from torch.nn.utils import weight_norm


class Chomp(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.size = size

    def forward(self, x):
        return x[:, :, : -self.size].contiguous()


class TemporalBlock(nn.Module):
    """Causal convolutions; the weights are normed, the frames are not."""

    def __init__(self, c_in, c_out, kernel, dilation):
        super().__init__()
        padding = (kernel - 1) * dilation
        self.net = nn.Sequential(
            weight_norm(nn.Conv1d(c_in, c_out, kernel, padding=padding, dilation=dilation)), Chomp(padding), nn.ReLU(),
            weight_norm(nn.Conv1d(c_out, c_out, kernel, padding=padding, dilation=dilation)), Chomp(padding), nn.ReLU(),
        )
        self.skip = nn.Conv1d(c_in, c_out, 1) if c_in != c_out else nn.Identity()

    def forward(self, x):
        # x: [B, C, T]
        return (self.net(x) + self.skip(x)).relu()
