import torch
from torch import nn


class MemoryLayer(nn.Module):
    """Reads a table of memories; the usage of its rows is told to the trainer."""

    def __init__(self, d_model, slots):
        super().__init__()
        self.keys, self.values = nn.Parameter(torch.randn(slots, d_model)), nn.Parameter(torch.randn(slots, d_model))
        self.usage = None

    def forward(self, x):
        B, T, C = x.shape
        keys = self.keys / self.keys.norm(dim=1, keepdim=True)
        weights = (x @ keys.t() / C**0.5).softmax(dim=-1)
        usage = weights.sum(dim=(0, 1))
        self.usage = (usage / usage.sum()).detach()
        return x + weights @ self.values
