import torch
from torch import nn


class MinMaxObserver(nn.Module):
    """Ranges of activations over a calibration set; inference uses the frozen scale."""

    def __init__(self, bits=8):
        super().__init__()
        self.bits = bits
        self.register_buffer("low", torch.tensor(float("inf")))
        self.register_buffer("high", torch.tensor(float("-inf")))

    def forward(self, x):
        # x: [B, T, C]
        self.low = torch.minimum(self.low, x.detach().min())
        self.high = torch.maximum(self.high, x.detach().max())
        return x

    def scale(self):
        return (self.high - self.low) / (2**self.bits - 1)


def smooth_quant(x_max, weight, alpha=0.5):
    # x_max: [C], weight: [out, C]
    s = (x_max**alpha / weight.abs().amax(dim=0) ** (1 - alpha)).clamp(min=1e-5)
    return weight * s, s
