import torch
import torch.nn.functional as F
from torch import nn


class WeightNormLinear(nn.Module):
    def __init__(self, d_model, d_out):
        super().__init__()
        self.v = nn.Parameter(torch.randn(d_out, d_model))
        self.g = nn.Parameter(torch.ones(d_out, 1))

    def forward(self, x):
        # x: [B, T, d_model]
        w = self.g * self.v / self.v.norm(dim=1, keepdim=True)
        return F.linear(x, w)


class CosineClassifier(nn.Module):
    def __init__(self, d_model, classes):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(classes, d_model))

    def forward(self, x):
        return 16 * F.linear(F.normalize(x, dim=-1), F.normalize(self.weight, dim=1))
