import torch.nn as nn


class Stem(nn.Module):
    def __init__(self, c, h, w):
        super().__init__()
        self.norm = nn.LayerNorm([c, h, w])
        self.inst = nn.InstanceNorm2d(c)

    def forward(self, x):
        B, C, H, W = x.shape
        x = x - x.mean(dim=(2, 3), keepdim=True)
        return self.inst(self.norm(x))
