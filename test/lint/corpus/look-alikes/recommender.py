import torch
from torch import nn


class TwoTower(nn.Module):
    def __init__(self, users, items, dim):
        super().__init__()
        self.user, self.item = nn.Embedding(users, dim), nn.Embedding(items, dim)
        self.norm = nn.BatchNorm1d(dim)

    def forward(self, user, history, item):
        u = self.user(user)  # [B, D]
        h = self.item(history)  # [B, T, D]
        target = self.item(item)
        weights = (h * target.unsqueeze(1)).sum(-1)
        weights = weights - weights.amax(dim=1, keepdim=True)
        weights = weights.exp() / weights.exp().sum(dim=1, keepdim=True)
        interest = self.norm((weights.unsqueeze(-1) * h).sum(1))
        u = u / u.norm(dim=1, keepdim=True)
        return ((u + interest) * target).sum(-1)
