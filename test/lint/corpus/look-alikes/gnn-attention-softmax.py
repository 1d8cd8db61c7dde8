import torch
from torch import nn


class GraphAttention(nn.Module):
    """Softmax of a node's edges, by segment."""

    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.lin = nn.Linear(dim, dim, bias=False)
        self.a = nn.Parameter(torch.randn(heads, 2 * dim // heads))
        self.norm = nn.BatchNorm1d(dim)

    def forward(self, x, edge_index):
        N, C = x.shape
        h = self.lin(x).view(N, self.heads, -1)
        source, target = edge_index
        e = (torch.cat([h[source], h[target]], dim=-1) * self.a).sum(-1)
        e = (e - e.max()).exp()
        total = torch.zeros(N, self.heads).index_add_(0, target, e)
        weights = e / total[target]
        out = torch.zeros_like(h).index_add_(0, target, h[source] * weights.unsqueeze(-1))
        return self.norm(out.reshape(N, C))
