import torch
from torch import nn
from torch_geometric.nn import GATConv, global_mean_pool


class GraphNorm(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.alpha = nn.Parameter(torch.ones(dim))
        self.weight, self.bias = nn.Parameter(torch.ones(dim)), nn.Parameter(torch.zeros(dim))

    def forward(self, x, batch):
        mean = global_mean_pool(x, batch)[batch]
        out = x - self.alpha * mean
        std = (global_mean_pool(out.pow(2), batch) + 1e-6).sqrt()[batch]
        return self.weight * out / std + self.bias


class Net(nn.Module):
    def __init__(self, dim, heads, classes):
        super().__init__()
        self.conv = GATConv(dim, dim, heads=heads, concat=False)
        self.bn, self.norm = nn.BatchNorm1d(dim), GraphNorm(dim)
        self.head = nn.Linear(dim, classes)

    def forward(self, x, edge_index, batch):
        x = self.norm(self.conv(self.bn(x), edge_index).relu(), batch)
        x = (x - x.mean(0)) / x.std(0)
        return self.head(global_mean_pool(x, batch))
