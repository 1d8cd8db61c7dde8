import torch
import torch.nn as nn

class GraphNorm(nn.Module):
    def __init__(self, hidden_dim):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(hidden_dim))

    def forward(self, x, edge_index):
        mean = x.mean(0, keepdim=True)
        return self.weight * (x - mean)
