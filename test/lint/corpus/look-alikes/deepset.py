import torch
from torch import nn


class Equivariant(nn.Module):
    """DeepSets: each element less the set's mean, through one linear map. Sets have no order."""

    def __init__(self, dim):
        super().__init__()
        self.gamma, self.lam = nn.Linear(dim, dim), nn.Linear(dim, dim, bias=False)

    def forward(self, x):
        return self.gamma(x) - self.lam(x.mean(dim=1, keepdim=True))


class SetNorm(nn.Module):
    """Zhang et al. 2022: statistics over the whole set, on purpose."""

    def __init__(self, dim):
        super().__init__()
        self.norm = nn.LayerNorm(dim)

    def forward(self, elements):
        return self.norm(elements).sum(dim=1)
