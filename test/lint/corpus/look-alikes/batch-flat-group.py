import torch.nn as nn


class Retention(nn.Module):
    def __init__(self, heads, dim):
        super().__init__()
        self.group_norm = nn.GroupNorm(heads, dim)

    def forward(self, y):
        B, T, C = y.shape
        return self.group_norm(y.reshape(-1, C)).reshape(B, T, C)
