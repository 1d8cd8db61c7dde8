import torch.nn as nn


class Filter(nn.Module):
    def __init__(self, d_model):
        super().__init__()
        self.norm = nn.LayerNorm(d_model)

    def forward(self, x):
        # x: [B, N, T]
        return self.norm(x)
