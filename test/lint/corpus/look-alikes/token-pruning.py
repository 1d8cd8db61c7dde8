import torch
from torch import nn


class TokenSelector(nn.Module):
    """Keeps the tokens whose scores are highest; the scores are shares of the sequence."""

    def __init__(self, dim, keep):
        super().__init__()
        self.keep = keep
        self.score = nn.Linear(dim, 1)

    def forward(self, x):
        B, T, C = x.shape
        importance = self.score(x).squeeze(-1).sigmoid()
        importance = importance / importance.sum(dim=1, keepdim=True)
        top = importance.topk(self.keep, dim=1).indices.sort(dim=1).values
        return x.gather(1, top.unsqueeze(-1).expand(-1, -1, C))
