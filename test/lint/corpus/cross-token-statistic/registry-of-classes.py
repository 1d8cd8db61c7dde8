import torch
from torch import nn


class Channels(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(dim))

    def forward(self, x):
        return self.gain * (x - x.mean(-1, keepdim=True))


class AllButBatch(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(dim))

    def forward(self, x):
        axes = tuple(range(1, len(x.shape)))
        variance, mean = torch.var_mean(x, dim=axes, keepdim=True)  # expect: cross-token-statistic
        return (x - mean) * torch.rsqrt(variance + 1e-5) * self.gain


class Instance(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm = nn.InstanceNorm1d(dim, affine=True)  # expect: norm-over-tokens

    def forward(self, x):
        return self.norm(x.transpose(1, 2)).transpose(1, 2)


NORMS = {"layer": nn.LayerNorm, "channels": Channels, "all": AllButBatch, "instance": Instance}


class Decoder(nn.Module):
    def __init__(self, dim, norm):
        super().__init__()
        self.norm = NORMS[norm](dim)
        self.attn = nn.MultiheadAttention(dim, 4, batch_first=True)

    def forward(self, x):
        mask = torch.triu(torch.ones(x.shape[1], x.shape[1], dtype=torch.bool), diagonal=1)
        h = self.norm(x)
        return x + self.attn(h, h, h, attn_mask=mask)[0]
