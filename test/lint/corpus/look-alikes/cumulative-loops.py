"""Statistics of earlier tokens only, and of channels in loops."""
import numpy as np
import torch
from torch import nn


class CumulativeNorm(nn.Module):
    def forward(self, x):
        B, T, C = x.shape
        mean = x.new_zeros(B, C)
        rows = []
        for t in range(T):
            mean = mean + (x[:, t] - mean) / (t + 1)
            rows.append(x[:, t] - mean)
        return torch.stack(rows, dim=1)


def so_far(x):
    B, T, C = x.shape
    out = torch.empty_like(x)
    for t in range(T):
        seen = x[:, : t + 1]
        out[:, t] = (x[:, t] - seen.mean(dim=1)) / (seen.std(dim=1) + 1e-6)
    return out


def by_cumsum(x):
    B, T, C = x.shape
    counts = torch.arange(1, T + 1).view(1, T, 1)
    mean = x.cumsum(dim=1) / counts
    square = (x ** 2).cumsum(dim=1) / counts
    return (x - mean) / (square - mean ** 2 + 1e-5).sqrt()


def padded_with_flips(x):
    B, T, C = x.shape
    around = torch.cat([x.flip(1), x, x.flip(1)], dim=1)
    return x + around[:, T : 2 * T].cumsum(1)


def rows_of_loops(x):
    T, C = x.shape
    out = np.empty_like(x)
    for t in range(T):
        total = 0.0
        for c in range(C):
            total += x[t, c]
        out[t] = x[t] - total / C
    return out


def channels_added_up(x):
    B, T, C = x.shape
    total = 0
    for c in range(C):
        total = total + x[:, :, c]
    return x - (total / C).unsqueeze(-1)


def recurrent(x, decay):
    B, T, C = x.shape
    state = x.new_zeros(B, C)
    for t in range(T):
        state = decay * state + x[:, t]
    return state


class Ema(nn.Module):
    """The running statistics of batches before are used, this one's are kept for later."""

    def forward(self, x):
        B, T, C = x.shape
        y = x - self.running_mean
        self.running_mean.lerp_(x.mean(dim=(0, 1)), 0.1)
        return y
