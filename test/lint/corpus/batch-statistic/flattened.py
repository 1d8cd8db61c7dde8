import torch.nn as nn


class Encoder(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.bn = nn.BatchNorm1d(d)  # expect: batch-statistic

    def forward(self, x):
        B, T, C = x.shape
        return self.bn(x.view(B * T, C)).view(B, T, C)
