import torch
import torch.nn as nn


class SlotAttention(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.to_q = nn.Linear(dim, dim)
        self.to_k = nn.Linear(dim, dim)

    def forward(self, inputs, slots):
        b, n, d = inputs.shape
        dots = torch.einsum("bid,bjd->bij", self.to_q(slots), self.to_k(inputs))
        attn = dots.softmax(dim=1) + 1e-8
        attn = attn / attn.sum(dim=-1, keepdim=True)
        return torch.einsum("bjd,bij->bid", inputs, attn)
