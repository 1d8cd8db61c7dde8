import torch
import torch.nn.functional as F
from torch import nn
from torch_geometric.nn import GCNConv, global_mean_pool


class PairNorm(nn.Module):
    """PairNorm (Zhao & Akoglu): keeps the total pairwise distance of node features constant."""

    def __init__(self, scale=1.0, eps=1e-5):
        super().__init__()
        self.scale, self.eps = scale, eps

    def forward(self, x, batch=None):
        # x: [num_nodes, channels]
        x = x - x.mean(dim=0, keepdim=True)
        return self.scale * x / (self.eps + x.pow(2).sum(-1).mean()).sqrt()


class DeepGCN(nn.Module):
    def __init__(self, in_dim, hidden, out_dim, layers=16, dropout=0.5):
        super().__init__()
        self.enc = nn.Linear(in_dim, hidden)
        self.convs = nn.ModuleList(GCNConv(hidden, hidden) for _ in range(layers))
        self.pn = PairNorm()
        self.dec = nn.Linear(hidden, out_dim)
        self.dropout = dropout

    def forward(self, data):
        x, edge_index, batch = data.x, data.edge_index, data.batch
        x = self.enc(x)
        for conv in self.convs:
            h = conv(x, edge_index)
            h = F.layer_norm(h, h.shape[1:])
            h = self.pn(F.relu(h))
            x = x + F.dropout(h, self.dropout, self.training)
        g = global_mean_pool(x, batch)
        g = F.normalize(g)
        return self.dec(g)


def normalize_adj(a):
    """D^-1/2 A D^-1/2"""
    deg = a.sum(1)
    inv = deg.pow(-0.5)
    inv[torch.isinf(inv)] = 0
    return inv[:, None] * a * inv[None, :]


def node_features(raw):
    # bag of words, row-normalised as in Planetoid
    return raw / raw.sum(1, keepdim=True).clamp(min=1)
