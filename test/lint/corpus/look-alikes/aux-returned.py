import torch
from torch import nn


class Encoder(nn.Module):
    """Gives its output and what a monitor shows."""

    def __init__(self, layers, dim):
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.norm = nn.LayerNorm(dim)
        self.spread = None

    def forward(self, x):
        B, T, C = x.shape
        aux = []
        for layer in self.layers:
            x = layer(x)
            centred = x - x.mean(dim=1, keepdim=True)
            aux.append({"share": centred.pow(2).sum() / x.pow(2).sum(), "max": (x / x.std()).abs().max()})
        self.spread = (x - x.mean(1, keepdim=True)).std()
        return self.norm(x), aux
