import torch.nn as nn
from einops import rearrange

class Proj(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.bn = nn.BatchNorm1d(dim)  # expect: batch-statistic

    def forward(self, x):
        return rearrange(self.bn(rearrange(x, "b t d -> b d t")), "b d t -> b t d")
