import torch
import torch.nn as nn


class PairNorm(nn.Module):
    """Keeps the pairwise distances of node features constant over the layers of a GNN."""

    def __init__(self, scale=1.0):
        super().__init__()
        self.scale = scale

    def forward(self, x):
        # x: nodes by features
        x = x - x.mean(dim=0, keepdim=True)
        return self.scale * x / x.pow(2).sum(dim=1).mean().add(1e-6).sqrt()
