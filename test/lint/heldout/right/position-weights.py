import torch
from torch import nn


class AttentionPooling(nn.Module):
    """Weights over the tokens that add up to one, and their weighted sum."""

    def __init__(self, dim):
        super().__init__()
        self.score = nn.Linear(dim, 1)
        self.norm = nn.LayerNorm(dim)

    def forward(self, x, mask):
        # x: [B, T, C], mask: [B, T]
        weights = torch.exp(self.score(x).squeeze(-1)) * mask
        weights = weights / weights.sum(dim=1, keepdim=True)
        return self.norm((x * weights.unsqueeze(-1)).sum(dim=1))


class GatedMean(nn.Module):
    def forward(self, x, gates):
        B, T, C = x.shape
        share = gates / gates.sum(dim=1, keepdim=True)
        return x + (share * x).sum(dim=1, keepdim=True)
