import torch.nn as nn

class FrameNorm(nn.Module):
    def __init__(self, feat):
        super().__init__()
        self.inorm = nn.InstanceNorm1d(feat)  # expect: norm-over-tokens

    def forward(self, x):
        """x: (batch, frames, feat)"""
        return self.inorm(x.transpose(-1, -2)).transpose(-1, -2)
