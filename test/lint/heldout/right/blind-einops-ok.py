from einops import rearrange, reduce, repeat
from einops.layers.torch import Rearrange, Reduce
import torch
from torch import nn


class ChanLayerNorm(nn.Module):
    """ b c h w, over c """

    def __init__(self, dim, eps=1e-5):
        super().__init__()
        self.eps = eps
        self.g = nn.Parameter(torch.ones(1, dim, 1, 1))

    def forward(self, x):
        var = reduce(x, 'b c h w -> b 1 h w', torch.var)
        mean = reduce(x, 'b c h w -> b 1 h w', 'mean')
        return (x - mean) / (var + self.eps).sqrt() * self.g


class PreNormConv(nn.Module):
    """conformer-like: to channels first for the conv, back for the norm"""

    def __init__(self, dim, kernel=7):
        super().__init__()
        self.net = nn.Sequential(
            nn.LayerNorm(dim),
            Rearrange('b n c -> b c n'),
            nn.Conv1d(dim, dim, kernel, padding=kernel // 2, groups=dim),
            Rearrange('b c n -> b n c'),
            nn.LayerNorm(dim),
            nn.Linear(dim, dim))

    def forward(self, x):
        return x + self.net(x)


class PerTokenNorm(nn.Module):
    def forward(self, x):
        x = rearrange(x, 'b n c -> b c n')
        mean = x.mean(dim=1, keepdim=True)
        std = x.std(dim=1, keepdim=True)
        x = (x - mean) / (std + 1e-6)
        return rearrange(x, 'b c n -> b n c')


class ViT(nn.Module):
    def __init__(self, dim=192, depth=4, patch=16, classes=10):
        super().__init__()
        self.embed = nn.Sequential(
            Rearrange('b c (h p1) (w p2) -> b (h w) (p1 p2 c)', p1=patch, p2=patch),
            nn.LayerNorm(patch * patch * 3),
            nn.Linear(patch * patch * 3, dim),
            nn.LayerNorm(dim))
        self.cls = nn.Parameter(torch.zeros(1, 1, dim))
        self.norm = PerTokenNorm()
        self.blocks = nn.ModuleList([PreNormConv(dim) for _ in range(depth)])
        self.head = nn.Sequential(Reduce('b n c -> b c', 'mean'), nn.BatchNorm1d(dim), nn.Linear(dim, classes))

    def forward(self, img):
        x = self.embed(img)
        cls = repeat(self.cls, '1 1 d -> b 1 d', b=x.shape[0])
        x = torch.cat((cls, x), dim=1)
        for b in self.blocks:
            x = b(self.norm(x))
        return self.head(x)
