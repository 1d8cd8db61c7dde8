import torch
import torch.nn as nn


class Retention(nn.Module):
    def __init__(self, d_model, n_heads):
        super().__init__()
        self.n_heads = n_heads
        self.ln_x = nn.GroupNorm(n_heads, d_model, eps=64e-5)
        self.receptance = nn.Linear(d_model, d_model, bias=False)
        self.output = nn.Linear(d_model, d_model, bias=False)

    def forward(self, x, state):
        B, T, C = x.size()
        r = self.receptance(x)
        y = self.wkv(r, state)
        y = self.ln_x(y.reshape(B * T, C)).view(B, T, C)
        return self.output(y)

    def wkv(self, r, state):
        return torch.cumsum(r, dim=1) + state
