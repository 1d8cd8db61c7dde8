import torch.nn as nn

class Proj(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.bn = nn.BatchNorm1d(c)  # expect: batch-statistic

    def forward(self, x):
        B, T, C = x.shape
        return self.bn(x.flatten(0, 1)).view(B, T, C)
