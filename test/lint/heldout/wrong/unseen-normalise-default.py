import torch.nn.functional as F
from torch import nn


class UnitTokens(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.linear = nn.Linear(dim, dim)

    def forward(self, tokens):
        b, n, d = tokens.shape
        return self.linear(F.normalize(tokens))  # expect: norm-over-tokens
