import torch
from torch import nn


class EnergyGate(nn.Module):
    """A gate between 0 and 1 from the energy of the sequence; the tokens are multiplied by it."""

    def __init__(self, d_model):
        super().__init__()
        self.norm = nn.LayerNorm(d_model)
        self.gate = nn.Sequential(nn.Linear(1, 16), nn.ReLU(), nn.Linear(16, 1), nn.Sigmoid())

    def forward(self, x):
        B, T, C = x.shape
        h = self.norm(x)
        energy = h.pow(2).mean(dim=(1, 2), keepdim=False).unsqueeze(-1)
        return x * self.gate(energy).unsqueeze(-1)
