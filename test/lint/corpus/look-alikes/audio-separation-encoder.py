import torch
import torch.nn as nn


class ConvEncoder(nn.Module):
    """Waveform to frames; channels come first until the separator."""

    def __init__(self, filters, kernel):
        super().__init__()
        self.conv = nn.Conv1d(1, filters, kernel, stride=kernel // 2, bias=False)

    def forward(self, mixture):
        return torch.relu(self.conv(mixture.unsqueeze(1)))


class CumulativeNorm(nn.Module):
    """cLN of Conv-TasNet: statistics of this frame and the frames before."""

    def __init__(self, channels, eps=1e-8):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(1, channels, 1))
        self.bias = nn.Parameter(torch.zeros(1, channels, 1))
        self.eps = eps

    def forward(self, x):
        B, C, T = x.shape
        count = C * torch.arange(1, T + 1, device=x.device, dtype=x.dtype).view(1, 1, T)
        mean = x.sum(1, keepdim=True).cumsum(-1) / count
        power = x.pow(2).sum(1, keepdim=True).cumsum(-1) / count
        return (x - mean) / (power - mean.pow(2) + self.eps).sqrt() * self.gain + self.bias
