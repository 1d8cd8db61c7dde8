import torch
from torch import nn


class ScaledEmbedding(nn.Module):
    """Inputs are divided by statistics that were measured before training and saved with the model."""

    def __init__(self, table, d_model):
        super().__init__()
        n, d = table.shape
        self.register_buffer("mean", table.mean(dim=0))
        self.register_buffer("std", table.std(dim=0))
        self.proj = nn.Linear(d, d_model)

    def forward(self, x):
        B, T, C = x.shape
        return self.proj((x - self.mean) / self.std)


class PatchStats:
    @staticmethod
    def fit(patches):
        # patches: [N, P]
        mean, std = patches.mean(dim=0, keepdim=True), patches.std(dim=0, keepdim=True)
        return lambda p: (p - mean) / std
