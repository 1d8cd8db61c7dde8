import torch
import torch.nn as nn
import torch.nn.functional as F


class LayerNorm(nn.Module):
    def __init__(self, ndim):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(ndim))

    def forward(self, input):
        return F.layer_norm(input, self.weight.shape, self.weight, None, 1e-5)


class CausalBlock(nn.Module):
    def __init__(self, ndim):
        super().__init__()
        self.ln = LayerNorm(ndim)

    def forward(self, x):
        B, T, C = x.shape
        return self.ln(x)
