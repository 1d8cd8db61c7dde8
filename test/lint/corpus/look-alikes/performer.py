import math
import torch
from torch import nn


def softmax_kernel(x, projection, is_query, eps=1e-4):
    """FAVOR+: a stabiliser is subtracted inside the exponent; it cancels in the quotient."""
    B, H, T, D = x.shape
    x = x * D**-0.25
    dashed = x @ projection.t()
    diagonal = x.pow(2).sum(-1, keepdim=True) / 2
    if is_query:
        return (dashed - diagonal - dashed.amax(dim=-1, keepdim=True)).exp() + eps
    return (dashed - diagonal - dashed.amax(dim=(-1, -2), keepdim=True)).exp() + eps


class Attention(nn.Module):
    def __init__(self, dim, heads, features):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.register_buffer("projection", torch.randn(features, dim // heads) / math.sqrt(features))

    def forward(self, x):
        B, T, C = x.shape
        q, k, v = self.qkv(x).view(B, T, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        q = softmax_kernel(q, self.projection, True)
        k = softmax_kernel(k, self.projection, False)
        normaliser = q @ k.sum(dim=2, keepdim=True).transpose(-1, -2)
        return ((q @ (k.transpose(-1, -2) @ v)) / normaliser).transpose(1, 2).reshape(B, T, C)
