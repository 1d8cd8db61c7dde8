import torch.nn as nn


class PoolFormer(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm = nn.LayerNorm(dim)

    def forward(self, x):
        B, N, C = x.shape
        x = x + x.mean(1, keepdim=True)
        gate = x.mean(dim=1, keepdim=True).sigmoid()
        return self.norm(x * gate)
