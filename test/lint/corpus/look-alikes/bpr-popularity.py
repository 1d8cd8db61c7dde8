import torch
from torch import nn


class Popularity(nn.Module):
    def __init__(self, items, dim):
        super().__init__()
        self.items = nn.Embedding(items, dim)

    def forward(self, basket, candidates):
        # basket: [B, T] of ids, candidates: [B, K]
        h = self.items(basket).mean(dim=1)
        c = self.items(candidates)
        scores = (c * h.unsqueeze(1)).sum(-1)
        return (scores - scores.mean(dim=1, keepdim=True)) / scores.std(dim=1, keepdim=True)
