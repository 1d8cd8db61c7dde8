import torch
from torch import nn


def unit_sphere(points):
    """points: [B, N, 3], moved to their centroid and scaled by the farthest."""
    points = points - points.mean(dim=1, keepdim=True)
    return points / points.norm(dim=-1, keepdim=True).amax(dim=1, keepdim=True)


class PointNet(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.mlp = nn.Sequential(
            nn.Conv1d(3, 64, 1), nn.BatchNorm1d(64), nn.ReLU(),
            nn.Conv1d(64, 256, 1), nn.BatchNorm1d(256), nn.ReLU(),
        )
        self.head = nn.Linear(256, classes)

    def forward(self, points):
        x = self.mlp(unit_sphere(points).transpose(1, 2))
        return self.head(x.amax(dim=-1))
