import torch


def rms(x, gain):
    # x: [batch, seq, dim]
    power = x.pow(2).mean(dim=1, keepdim=True)  # expect: cross-token-statistic
    return x * torch.rsqrt(power + 1e-6) * gain


def lost(x):
    B, T, C = x.shape
    return x / x.norm(dim=-1)  # expect: missing-keepdim
