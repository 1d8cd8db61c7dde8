import torch.nn as nn

class TimeFirst(nn.Module):
    def __init__(self, d_model, nhead):
        super().__init__()
        self.attn = nn.MultiheadAttention(d_model, nhead)
        self.norm = nn.LayerNorm(d_model)

    def forward(self, x):
        L, N, E = x.shape
        return self.norm(x + self.attn(x, x, x)[0])
