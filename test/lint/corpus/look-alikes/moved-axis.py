import torch.nn as nn


class Encoder(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm = nn.LayerNorm(dim)

    def forward(self, x):
        B, C, T = x.shape
        x = x.transpose(1, 2)
        return self.norm(x).transpose(1, 2)
