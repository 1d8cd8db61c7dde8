import torch
import torch.nn as nn

class AffinePerHead(nn.Module):
    def __init__(self, n_heads, head_dim):
        super().__init__()
        self.norm = nn.GroupNorm(n_heads, n_heads * head_dim)

    def forward(self, y):
        B, T, C = y.shape
        y = self.norm(y.flatten(0, 1))
        return y.view(B, T, C)
