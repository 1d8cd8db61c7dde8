import torch
from torch import nn


class NoisyEmbedding(nn.Embedding):
    """Uniform noise whose size shrinks with the length and the width of the sequence."""

    def __init__(self, num, dim, alpha=5.0):
        super().__init__(num, dim)
        self.alpha = alpha

    def forward(self, ids):
        x = super().forward(ids)
        if not self.training:
            return x
        B, T, C = x.shape
        size = self.alpha / (T * C) ** 0.5
        return x + torch.zeros_like(x).uniform_(-size, size)
