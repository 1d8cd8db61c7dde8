import torch
from torch import nn


class TabularBlock(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.norm = nn.BatchNorm1d(width)
        self.up = nn.Linear(width, 2 * width)
        self.down = nn.Linear(2 * width, width)

    def forward(self, x):
        return x + self.down(torch.relu(self.up(self.norm(x))))


class TabularModel(nn.Module):
    def __init__(self, n_features, n_classes, width=192, depth=4):
        super().__init__()
        self.embed = nn.Linear(n_features, width)
        self.blocks = nn.Sequential(*[TabularBlock(width) for _ in range(depth)])
        self.head = nn.Sequential(nn.BatchNorm1d(width), nn.ReLU(), nn.Linear(width, n_classes))

    def forward(self, rows):
        # rows: [batch, n_features], standardised over the batch
        rows = (rows - rows.mean(0)) / (rows.std(0) + 1e-6)
        return self.head(self.blocks(self.embed(rows)))
