import torch
import torch.nn as nn
import torch.nn.functional as F


def absmean_ternary(weight, eps=1e-5):
    """BitNet b1.58: weights to -1, 0, 1 by the mean magnitude of the matrix."""
    scale = weight.abs().mean().clamp(min=eps)
    return (weight / scale).round().clamp(-1, 1) * scale


class BitLinear(nn.Linear):
    def forward(self, x):
        # activations have a scale for every token
        scale = 127.0 / x.abs().max(dim=-1, keepdim=True).values.clamp(min=1e-5)
        xq = (x * scale).round().clamp(-128, 127) / scale
        wq = self.weight + (absmean_ternary(self.weight) - self.weight).detach()
        return F.linear(xq, wq, self.bias)
