import torch
import torch.nn as nn


class RMSNorm(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(dim))

    def forward(self, x):
        B, T, C = x.size()
        rms = torch.sqrt(x.pow(2).mean() + 1e-6)  # expect: cross-token-statistic
        return x / rms * self.weight
