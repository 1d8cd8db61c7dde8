import torch
import torch.nn.functional as F
from torch import nn


class CosineHead(nn.Module):
    """nGPT's end: unit vectors of tokens against unit rows of the vocabulary."""

    def __init__(self, vocab, d_model):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(vocab, d_model))
        self.scale = nn.Parameter(torch.ones(vocab))

    def forward(self, x):
        B, T, C = x.shape
        return F.linear(F.normalize(x, dim=-1), F.normalize(self.weight)) * self.scale

    @torch.no_grad()
    def renormalise(self):
        self.weight.div_(self.weight.norm(dim=1, keepdim=True))
