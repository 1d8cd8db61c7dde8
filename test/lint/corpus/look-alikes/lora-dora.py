import torch
from torch import nn


class DoRALinear(nn.Module):
    """Magnitude and direction of a weight: its columns are divided by their norms."""

    def __init__(self, base, rank):
        super().__init__()
        self.base = base
        d_out, d_in = base.weight.shape
        self.lora_a, self.lora_b = nn.Parameter(torch.randn(rank, d_in) * 0.01), nn.Parameter(torch.zeros(d_out, rank))
        self.magnitude = nn.Parameter(base.weight.norm(dim=1, keepdim=True))

    def forward(self, x):
        adapted = self.base.weight + self.lora_b @ self.lora_a
        direction = adapted / adapted.norm(dim=1, keepdim=True)
        return nn.functional.linear(x, self.magnitude * direction, self.base.bias)


def merge(state, alpha):
    merged = {}
    for name, delta in state.items():
        delta = delta - delta.mean(dim=(0, 1))
        merged[name] = alpha * delta / delta.norm()
    return merged
