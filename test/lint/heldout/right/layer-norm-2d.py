import torch
import torch.nn as nn

class LN2d(nn.Module):
    def forward(self, x):
        B, C, H, W = x.shape
        return (x - x.mean(dim=1, keepdim=True)) / x.std(dim=1, keepdim=True)
