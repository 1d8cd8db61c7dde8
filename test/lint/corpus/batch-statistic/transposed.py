import torch.nn as nn


class CausalBlock(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.attn = nn.MultiheadAttention(d, h, batch_first=True)
        self.norm = nn.BatchNorm1d(d)  # expect: batch-statistic

    def forward(self, x, causal_mask):
        x = x + self.attn(x, x, x, attn_mask=causal_mask)[0]
        return self.norm(x.transpose(1, 2)).transpose(1, 2)
