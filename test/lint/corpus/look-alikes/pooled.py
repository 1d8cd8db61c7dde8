import torch.nn as nn


class Head(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm = nn.BatchNorm1d(dim)
        self.group = nn.GroupNorm(1, dim)

    def forward(self, x):
        B, T, C = x.shape
        x = x[:, 0]
        return self.group(self.norm(x))
