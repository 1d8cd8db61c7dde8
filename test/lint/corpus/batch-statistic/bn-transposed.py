import torch.nn as nn


class FeedForward(nn.Module):
    def __init__(self, d_model):
        super().__init__()
        self.bn = nn.BatchNorm1d(d_model)  # expect: batch-statistic

    def forward(self, x):
        b, t, c = x.shape
        return self.bn(x.transpose(1, 2)).transpose(1, 2)
