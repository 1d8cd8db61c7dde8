import torch
from torch import nn


class StreamingNorm(nn.Module):
    """Exponential statistics of the frames so far, carried from chunk to chunk."""

    def __init__(self, channels, momentum=0.99):
        super().__init__()
        self.momentum = momentum
        self.weight = nn.Parameter(torch.ones(channels))

    def forward(self, x, mean, power):
        B, T, C = x.shape
        out = []
        for t in range(T):
            frame = x[:, t]
            mean = self.momentum * mean + (1 - self.momentum) * frame.mean(-1, keepdim=True)
            power = self.momentum * power + (1 - self.momentum) * frame.pow(2).mean(-1, keepdim=True)
            out.append((frame - mean) / (power - mean**2).clamp(min=1e-5).sqrt() * self.weight)
        return torch.stack(out, dim=1), mean, power
