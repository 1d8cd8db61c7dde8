import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.attn = nn.MultiheadAttention(dim, 4, batch_first=True)

    def forward(self, x):
        x = x + self.attn(x, x, x)[0]
        return F.layer_norm(x, x.size()[1:])  # expect: norm-over-tokens
