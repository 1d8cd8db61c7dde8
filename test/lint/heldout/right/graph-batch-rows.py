import torch.nn as nn
import torch.nn.functional as F
from torch_geometric.nn import GCNConv


class NodeEncoder(nn.Module):
    def __init__(self, num_features, hidden):
        super().__init__()
        self.first = GCNConv(num_features, hidden)
        self.second = GCNConv(hidden, hidden)
        self.bn = nn.BatchNorm1d(hidden)

    def forward(self, x, edge_index):
        # x: [num_nodes, num_features]
        x = F.layer_norm(x, x.shape[1:])
        x = F.relu(self.bn(self.first(x, edge_index)))
        x = self.second(x, edge_index)
        x = F.normalize(x)
        return F.layer_norm(x, x.shape[1:])
