import torch
import torch.nn as nn

class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(1000, 64)
        self.norm = nn.LayerNorm([20, 64])  # expect: norm-over-tokens

    def forward(self, ids):
        x = self.embed(ids)
        return self.norm(x)
