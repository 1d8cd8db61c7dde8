"""Running statistics for a causal world model, so that eval matches deployment (it does not)."""
import torch
from torch import nn
import torch.nn.functional as F


class RunningNorm(nn.Module):
    def __init__(self, d, momentum=0.01):
        super().__init__()
        self.momentum = momentum
        self.register_buffer("mean", torch.zeros(d))
        self.register_buffer("var", torch.ones(d))

    def forward(self, latents):
        # latents: [B, T, D]
        if self.training:
            m = latents.mean(dim=(0, 1))  # expect: cross-token-statistic
            v = latents.var(dim=(0, 1))  # expect: cross-token-statistic
            self.mean = (1 - self.momentum) * self.mean + self.momentum * m.detach()
            self.var = (1 - self.momentum) * self.var + self.momentum * v.detach()
        return (latents - self.mean) / torch.sqrt(self.var + 1e-5)


class WorldModel(nn.Module):
    def __init__(self, d=512, heads=8):
        super().__init__()
        self.norm = RunningNorm(d)
        self.qkv = nn.Linear(d, 3 * d)
        self.heads = heads

    def forward(self, latents):
        B, T, D = latents.shape
        q, k, v = self.qkv(self.norm(latents)).view(B, T, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return latents + y.transpose(1, 2).reshape(B, T, D)
