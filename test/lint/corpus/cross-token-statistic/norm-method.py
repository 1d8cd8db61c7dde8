import torch
import torch.nn as nn


class ScaleNorm(nn.Module):
    """x: [batch, tokens, channels]"""

    def __init__(self, dim):
        super().__init__()
        self.g = nn.Parameter(torch.tensor(dim ** 0.5))

    def forward(self, x):
        batch, tokens, channels = x.shape
        length = x.norm(p=2, dim=1, keepdim=True).clamp(min=1e-5)  # expect: cross-token-statistic
        return x / length * self.g
