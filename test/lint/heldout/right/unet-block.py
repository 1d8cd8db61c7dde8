import torch
import torch.nn as nn

class Unet(nn.Module):
    def __init__(self, ch):
        super().__init__()
        self.norm = nn.GroupNorm(8, ch)
        self.proj = nn.Conv2d(ch, ch, 1)

    def forward(self, x):
        B, C, H, W = x.shape
        return x + self.proj(self.norm(x).reshape(B, C, H, W))
