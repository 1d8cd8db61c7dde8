"""Running statistics that are complete only after the last token, used for all tokens."""
import torch
from torch import nn


class RunningNorm(nn.Module):
    def __init__(self, dim, momentum=0.1):
        super().__init__()
        self.momentum = momentum
        self.weight = nn.Parameter(torch.ones(dim))

    def forward(self, x):
        batch, length, dim = x.shape
        mean = x.new_zeros(batch, dim)
        square = x.new_zeros(batch, dim)
        for t in range(length):
            mean = mean + (x[:, t] - mean) / (t + 1)  # expect: cross-token-statistic
            square += x[:, t] ** 2  # expect: cross-token-statistic
        deviation = torch.sqrt(square / length + 1e-5)
        return self.weight * (x - mean.unsqueeze(1)) / deviation.unsqueeze(1)


def second_loop(x):
    T, C = x.shape
    mean = torch.zeros(C)
    for row in x:
        mean = 0.9 * mean + 0.1 * row  # expect: cross-token-statistic
    return torch.stack([row - mean for row in x]), x - mean


def of_unbound(x):
    B, T, C = x.shape
    total = 0
    for frame in x.unbind(1):
        total = total + frame  # expect: cross-token-statistic
    return x - (total / T)[:, None]
