import torch
from torch import nn


class Images(nn.Module):
    def forward(self, x):
        return x - x.mean((2, 3), keepdim=True)


class Features(nn.Module):
    def forward(self, x):
        return x - x.mean(-1, keepdim=True)


class Rms(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(dim))

    def forward(self, x):
        return self.gain * x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6)


NORMS = {"features": Features, "rms": Rms, "layer": nn.LayerNorm, "none": nn.Identity, "images": Images}


class Decoder(nn.Module):
    def __init__(self, dim, norm):
        super().__init__()
        self.norm = NORMS[norm](dim)
        self.attn = nn.MultiheadAttention(dim, 4, batch_first=True)

    def forward(self, x):
        mask = torch.triu(torch.ones(x.shape[1], x.shape[1], dtype=torch.bool), diagonal=1)
        h = self.norm(x)
        return x + self.attn(h, h, h, attn_mask=mask)[0]
