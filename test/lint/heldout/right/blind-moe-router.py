"""Top-k router with load-balancing and z losses, tokens [B, T, D]."""
from typing import Tuple

import torch
from torch import Tensor, nn
import torch.nn.functional as F


class TopKRouter(nn.Module):
    def __init__(self, d_model: int, n_experts: int, k: int = 2) -> None:
        super().__init__()
        self.gate = nn.Linear(d_model, n_experts, bias=False)
        self.n_experts = n_experts
        self.k = k

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
        B, T, D = x.shape
        logits = self.gate(x)
        probs = logits.softmax(dim=-1)
        weights, experts = probs.topk(self.k, dim=-1)
        weights = weights / weights.sum(dim=-1, keepdim=True)
        return weights, experts, self.aux_loss(logits, probs, experts)

    def aux_loss(self, logits: Tensor, probs: Tensor, experts: Tensor) -> Tensor:
        onehot = F.one_hot(experts, self.n_experts).float().sum(dim=2)
        tokens_per_expert = onehot.mean(dim=(0, 1))
        importance = probs.mean(dim=(0, 1))
        balance = self.n_experts * (tokens_per_expert * importance).sum()
        # coefficient of variation as in Shazeer et al. 2017
        load = probs.sum(dim=(0, 1))
        cv2 = load.var() / (load.mean() ** 2 + 1e-10)
        z = torch.logsumexp(logits, dim=-1).pow(2).mean()
        return balance + 0.1 * cv2 + 1e-3 * z


class Expert(nn.Module):
    def __init__(self, d_model, d_ff):
        super().__init__()
        self.norm = nn.RMSNorm(d_model)
        self.w1, self.w2 = nn.Linear(d_model, d_ff), nn.Linear(d_ff, d_model)

    def forward(self, x):
        return x + self.w2(F.silu(self.w1(self.norm(x))))
