import torch.nn as nn


class A(nn.Module):
    def __init__(self):
        super().__init__()
        self.lrn = nn.LocalResponseNorm(5)  # expect: norm-over-tokens

    def forward(self, x):
        B, T, C = x.shape
        return self.lrn(x)
