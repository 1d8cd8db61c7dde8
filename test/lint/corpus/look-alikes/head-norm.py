import torch
import torch.nn as nn

class HeadNorm(nn.Module):
    def forward(self, q):
        B, T, H, D = q.shape
        return q * torch.rsqrt(q.pow(2).mean(-1, keepdim=True) + 1e-6)

class GroupedHeadNorm(nn.Module):
    def forward(self, x):
        b, h, n, d = x.shape
        mu = x.mean(dim=(1, 3), keepdim=True)
        return x - mu
