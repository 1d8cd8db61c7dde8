import torch.nn as nn

class Head(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.bn = nn.BatchNorm1d(d)

    def forward(self, x):
        B, N, D = x.shape
        return self.bn(x.max(dim=1).values)
