import torch
import torch.nn.functional as F
from torch import nn


class TopKRouter(nn.Module):
    def __init__(self, d_model, experts, k):
        super().__init__()
        self.w = nn.Linear(d_model, experts, bias=False)
        self.k, self.experts = k, experts

    def forward(self, x):
        B, T, C = x.shape
        gates = F.softmax(self.w(x), dim=-1)
        top, index = gates.topk(self.k, dim=-1)
        top = top / top.sum(dim=-1, keepdim=True)
        load = F.one_hot(index, self.experts).float().sum(dim=2).mean(dim=1)
        importance = gates.mean(dim=1)
        balance = self.experts * (load / load.sum(dim=-1, keepdim=True) * importance).sum(-1).mean()
        return top, index, balance


class SoftMoE(nn.Module):
    """Every slot is a mean of tokens, weighted by a softmax over them."""

    def __init__(self, dim, slots):
        super().__init__()
        self.phi = nn.Parameter(torch.randn(dim, slots))
        self.scale = nn.Parameter(torch.ones(()))

    def forward(self, x):
        logits = F.normalize(x, dim=-1) @ (self.scale * F.normalize(self.phi, dim=0))
        dispatch, combine = logits.softmax(dim=1), logits.softmax(dim=-1)
        return combine @ (dispatch.transpose(1, 2) @ x)
