import torch.nn as nn


class Norm(nn.Module):
    def __init__(self, axis=1):
        super().__init__()
        self.axis = axis

    def forward(self, x):
        b, t, d = x.shape
        return x - x.mean(self.axis, keepdim=True)  # expect: cross-token-statistic
