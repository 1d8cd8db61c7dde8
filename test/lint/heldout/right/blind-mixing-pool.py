"""Token mixers that are no attention: means, gates, pools. All of them mix on purpose, none normalises."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class MeanMixer(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm = nn.LayerNorm(dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x):
        B, T, C = x.shape
        return x + self.proj(self.norm(x).mean(1, keepdim=True))


class SqueezeExcite1d(nn.Module):
    def __init__(self, dim, r=4):
        super().__init__()
        self.fc1 = nn.Linear(dim, dim // r)
        self.fc2 = nn.Linear(dim // r, dim)

    def forward(self, x):
        B, T, C = x.shape
        s = x.mean(dim=1)
        g = torch.sigmoid(self.fc2(F.relu(self.fc1(s))))
        return x * g.unsqueeze(1)


class Pooling(nn.Module):
    """PoolFormer: average pooling minus identity, because the block has a residual."""

    def __init__(self, pool_size=3):
        super().__init__()
        self.pool = nn.AvgPool2d(pool_size, stride=1, padding=pool_size // 2, count_include_pad=False)

    def forward(self, x):
        return self.pool(x) - x


class PoolFormerBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm1 = nn.GroupNorm(1, dim)
        self.token_mixer = Pooling()
        self.norm2 = nn.GroupNorm(1, dim)
        self.mlp = nn.Sequential(nn.Conv2d(dim, 4 * dim, 1), nn.GELU(), nn.Conv2d(4 * dim, dim, 1))

    def forward(self, x):
        x = x + self.token_mixer(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class MaskedMeanPool(nn.Module):
    def forward(self, hidden, mask):
        m = mask.unsqueeze(-1).float()
        return (hidden * m).sum(dim=1) / m.sum(dim=1).clamp(min=1e-9)
