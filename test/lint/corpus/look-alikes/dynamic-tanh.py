import torch
from torch import nn


class DyT(nn.Module):
    """Transformers without normalisation: a tanh with a learnt slope."""

    def __init__(self, dim, alpha=0.5):
        super().__init__()
        self.alpha = nn.Parameter(torch.tensor(alpha))
        self.weight, self.bias = nn.Parameter(torch.ones(dim)), nn.Parameter(torch.zeros(dim))

    def forward(self, x):
        return torch.tanh(self.alpha * x) * self.weight + self.bias


@torch.no_grad()
def suggest_alpha(x):
    # x: [B, T, C], one batch of calibration
    B, T, C = x.shape
    return float((1 / x.std()).item())


class Block(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.norm, self.attn = DyT(dim), nn.MultiheadAttention(dim, heads, batch_first=True)

    def forward(self, x):
        B, T, C = x.shape
        h = self.norm(x)
        mask = torch.ones(T, T, dtype=torch.bool).triu(1)
        return x + self.attn(h, h, h, attn_mask=mask)[0]
