import torch
from torch import nn


class Scatter(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.linear = nn.Linear(dim, dim)

    def forward(self, x, index):
        B, T, C = x.shape
        centred = x - x.mean(dim=1, keepdim=True)  # expect: cross-token-statistic
        out = torch.zeros_like(x).scatter(1, index, centred)
        return self.linear(out)
