import torch.nn as nn
from einops.layers.torch import Rearrange, Reduce


class PreNormResidual(nn.Module):
    def __init__(self, dim, fn):
        super().__init__()
        self.fn = fn
        self.norm = nn.LayerNorm(dim)

    def forward(self, x):
        return self.fn(self.norm(x)) + x


def mlp_mixer(size, patch, dim, depth, classes):
    patches = (size // patch) ** 2
    return nn.Sequential(
        Rearrange("b c (h p1) (w p2) -> b (h w) (p1 p2 c)", p1=patch, p2=patch),
        nn.Linear(3 * patch**2, dim),
        *[
            nn.Sequential(
                PreNormResidual(dim, nn.Sequential(nn.Conv1d(patches, 4 * patches, 1), nn.GELU(), nn.Conv1d(4 * patches, patches, 1))),
                PreNormResidual(dim, nn.Sequential(nn.Linear(dim, dim // 2), nn.GELU(), nn.Linear(dim // 2, dim))),
            )
            for _ in range(depth)
        ],
        nn.LayerNorm(dim),
        Reduce("b n c -> b c", "mean"),
        nn.Linear(dim, classes),
    )
