import torch
import torch.nn as nn
import torch.nn.functional as F


class SlotAttention(nn.Module):
    def __init__(self, num_slots, dim, iters=3, eps=1e-8, hidden=128):
        super().__init__()
        self.num_slots, self.iters, self.eps = num_slots, iters, eps
        self.scale = dim ** -0.5
        self.mu = nn.Parameter(torch.randn(1, 1, dim))
        self.log_sigma = nn.Parameter(torch.zeros(1, 1, dim))
        self.to_q, self.to_k, self.to_v = nn.Linear(dim, dim), nn.Linear(dim, dim), nn.Linear(dim, dim)
        self.gru = nn.GRUCell(dim, dim)
        self.mlp = nn.Sequential(nn.Linear(dim, hidden), nn.ReLU(), nn.Linear(hidden, dim))
        self.norm_in, self.norm_slots, self.norm_ff = nn.LayerNorm(dim), nn.LayerNorm(dim), nn.LayerNorm(dim)

    def forward(self, inputs):
        b, n, d = inputs.shape
        slots = self.mu + self.log_sigma.exp() * torch.randn(b, self.num_slots, d, device=inputs.device)
        inputs = self.norm_in(inputs)
        k, v = self.to_k(inputs), self.to_v(inputs)
        for _ in range(self.iters):
            prev = slots
            q = self.to_q(self.norm_slots(slots))
            dots = torch.einsum("bid,bjd->bij", q, k) * self.scale
            attn = dots.softmax(dim=1) + self.eps
            attn = attn / attn.sum(dim=-1, keepdim=True)
            updates = torch.einsum("bjd,bij->bid", v, attn)
            slots = self.gru(updates.reshape(-1, d), prev.reshape(-1, d)).reshape(b, -1, d)
            slots = slots + self.mlp(self.norm_ff(slots))
        return slots


class CumulativeLayerNorm(nn.Module):
    """cLN of Conv-TasNet: frame k sees the statistics of frames 0..k only. Input (B, C, T)."""

    def __init__(self, channels, eps=1e-8):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(1, channels, 1))
        self.bias = nn.Parameter(torch.zeros(1, channels, 1))
        self.eps = eps

    def forward(self, x):
        B, C, T = x.shape
        step_sum = x.sum(1)
        step_pow = x.pow(2).sum(1)
        cum_sum = torch.cumsum(step_sum, dim=1)
        cum_pow = torch.cumsum(step_pow, dim=1)
        n = torch.arange(1, T + 1, device=x.device, dtype=x.dtype) * C
        mean = cum_sum / n
        var = cum_pow / n - mean.pow(2)
        return (x - mean.unsqueeze(1)) / torch.sqrt(var.unsqueeze(1) + self.eps) * self.gain + self.bias


class PoolMixer(nn.Module):
    """PoolFormer token mixer on sequences: pooling minus identity."""

    def __init__(self, k=3):
        super().__init__()
        self.pool = nn.AvgPool1d(k, 1, k // 2, count_include_pad=False)

    def forward(self, x):
        return self.pool(x.transpose(1, 2)).transpose(1, 2) - x
