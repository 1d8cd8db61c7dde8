"""Node classification on tabular features (no sequences anywhere)."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class PairNorm(nn.Module):
    """PairNorm: tackling oversmoothing in GNNs."""

    def __init__(self, scale=1.0):
        super().__init__()
        self.scale = scale

    def forward(self, x):
        # x: [num_nodes, features]
        x = x - x.mean(dim=0)
        rownorm = (1e-6 + x.pow(2).sum(dim=1).mean()).sqrt()
        return self.scale * x / rownorm


class ResMLP(nn.Module):
    def __init__(self, n_in, width, depth):
        super().__init__()
        self.inp = nn.Linear(n_in, width)
        self.layers = nn.ModuleList([nn.Linear(width, width) for _ in range(depth)])
        self.bn = nn.BatchNorm1d(width)

    def forward(self, feats):
        x = self.inp(feats)
        for layer in self.layers:
            y = F.layer_norm(x, x.shape[1:])
            x = x + F.relu(layer(y))
        return self.bn(x)


class GCN(nn.Module):
    def __init__(self, n_in, width, n_out):
        super().__init__()
        self.enc = ResMLP(n_in, width, 2)
        self.norm = PairNorm()
        self.out = nn.Linear(width, n_out)

    def forward(self, feats, adj):
        deg = adj.sum(dim=1, keepdim=True)
        adj = adj / deg
        x = self.enc(feats)
        x = self.norm(adj @ x)
        x = F.normalize(x)
        return self.out(adj @ x)
