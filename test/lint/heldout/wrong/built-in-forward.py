import torch.nn as nn


class Residual(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.attention = nn.MultiheadAttention(dim, heads)

    def forward(self, x):
        y, _ = self.attention(x, x, x)
        return nn.LayerNorm(y.size()[1:])(x + y)  # expect: norm-over-tokens
