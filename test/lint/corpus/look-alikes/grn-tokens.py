import torch
from torch import nn


class GRN(nn.Module):
    """Response normalisation of a ConvNet's feature maps after their pixels were flattened."""

    def __init__(self, dim):
        super().__init__()
        self.gamma, self.beta = nn.Parameter(torch.zeros(1, 1, dim)), nn.Parameter(torch.zeros(1, 1, dim))

    def forward(self, x):
        gx = torch.norm(x, p=2, dim=1, keepdim=True)
        nx = gx / (gx.mean(dim=-1, keepdim=True) + 1e-6)
        return self.gamma * (x * nx) + self.beta + x


class Block(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.conv = nn.Conv2d(dim, dim, 7, padding=3, groups=dim)
        self.norm, self.grn = nn.LayerNorm(dim), GRN(4 * dim)
        self.up, self.down = nn.Linear(dim, 4 * dim), nn.Linear(4 * dim, dim)

    def forward(self, x):
        B, C, H, W = x.shape
        y = self.conv(x).flatten(2).transpose(1, 2)
        y = self.down(self.grn(nn.functional.gelu(self.up(self.norm(y)))))
        return x + y.transpose(1, 2).reshape(B, C, H, W)
