import torch
import torch.nn as nn


class LayerNorm2d(nn.Module):
    def __init__(self, num_channels: int, eps: float = 1e-6) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(num_channels))
        self.bias = nn.Parameter(torch.zeros(num_channels))
        self.eps = eps

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        u = x.mean(1, keepdim=True)
        s = (x - u).pow(2).mean(1, keepdim=True)
        x = (x - u) / torch.sqrt(s + self.eps)
        return self.weight[:, None, None] * x + self.bias[:, None, None]


class ChannelNorm1d(nn.Module):
    """LayerNorm for (B, C, T) tensors, as in VITS."""

    def __init__(self, channels, eps=1e-5):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(1, channels, 1))
        self.beta = nn.Parameter(torch.zeros(1, channels, 1))
        self.eps = eps

    def forward(self, x):
        B, C, T = x.shape
        mean = x.mean(dim=1, keepdim=True)
        var = ((x - mean) ** 2).mean(dim=1, keepdim=True)
        return (x - mean) * torch.rsqrt(var + self.eps) * self.gamma + self.beta


class SqueezeExcite(nn.Module):
    def __init__(self, c, r=16):
        super().__init__()
        self.fc = nn.Sequential(nn.Conv2d(c, c // r, 1), nn.ReLU(), nn.Conv2d(c // r, c, 1), nn.Hardsigmoid())

    def forward(self, x):
        return x * self.fc(x.mean((2, 3), keepdim=True))


class Stage(nn.Module):
    def __init__(self, c_in, c_out, depth):
        super().__init__()
        self.down = nn.Sequential(LayerNorm2d(c_in), nn.Conv2d(c_in, c_out, 2, 2))
        self.blocks = nn.Sequential(*[
            nn.Sequential(nn.Conv2d(c_out, c_out, 7, padding=3, groups=c_out), nn.GroupNorm(1, c_out),
                          nn.Conv2d(c_out, 4 * c_out, 1), nn.GELU(), nn.Conv2d(4 * c_out, c_out, 1), SqueezeExcite(c_out))
            for _ in range(depth)])

    def forward(self, x):
        x = self.down(x)
        for b in self.blocks:
            x = x + b(x)
        return x
