import torch
from torch import nn


class FNetBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.ff = nn.Sequential(nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim))

    def forward(self, x):
        # x: [B, N, C]
        mixed = torch.fft.fft(torch.fft.fft(x, dim=-1), dim=1).real
        x = self.norm1(x + mixed)
        return self.norm2(x + self.ff(x))


class SpectralGate(nn.Module):
    def __init__(self, n, dim):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(n // 2 + 1, dim, 2) * 0.02)

    def forward(self, x):
        B, N, C = x.shape
        y = torch.fft.rfft(x, dim=1, norm="ortho") * torch.view_as_complex(self.weight)
        return torch.fft.irfft(y, n=N, dim=1, norm="ortho")
