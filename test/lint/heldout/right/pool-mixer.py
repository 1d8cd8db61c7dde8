import torch.nn as nn


class Pooling(nn.Module):
    """PoolFormer's token mixer: the average of the neighbours, less the token itself."""

    def __init__(self, size=3):
        super().__init__()
        self.pool = nn.AvgPool2d(size, stride=1, padding=size // 2, count_include_pad=False)

    def forward(self, x):
        return self.pool(x) - x


class PoolFormerBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm1, self.norm2 = nn.GroupNorm(1, dim), nn.GroupNorm(1, dim)
        self.mixer = Pooling()
        self.mlp = nn.Sequential(nn.Conv2d(dim, 4 * dim, 1), nn.GELU(), nn.Conv2d(4 * dim, dim, 1))

    def forward(self, x):
        B, C, H, W = x.shape
        x = x + self.mixer(self.norm1(x))
        return x + self.mlp(self.norm2(x))
