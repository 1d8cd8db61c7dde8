import torch
from torch import nn


class StatisticsPooling(nn.Module):
    """x-vector: mean and deviation over time become one vector for the utterance."""

    def forward(self, x):
        # x: [B, T, C]
        mean = x.mean(dim=1)
        std = x.std(dim=1)
        return torch.cat([mean, std], dim=1)


class AttentiveStatistics(nn.Module):
    def __init__(self, dim, bottleneck=128):
        super().__init__()
        self.attention = nn.Sequential(nn.Linear(dim, bottleneck), nn.Tanh(), nn.Linear(bottleneck, dim))
        self.bn = nn.BatchNorm1d(2 * dim)
        self.fc = nn.Linear(2 * dim, dim)

    def forward(self, x):
        # x: [B, T, C]
        weights = self.attention(x).softmax(dim=1)
        mean = (weights * x).sum(dim=1)
        variance = (weights * x.pow(2)).sum(dim=1) - mean.pow(2)
        pooled = torch.cat([mean, variance.clamp(min=1e-6).sqrt()], dim=1)
        return self.fc(self.bn(pooled))
