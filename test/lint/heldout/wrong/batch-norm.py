import torch.nn as nn


class Decoder(nn.Module):
    def __init__(self, d_model, heads):
        super().__init__()
        self.attn = nn.MultiheadAttention(d_model, heads, batch_first=True)
        self.bn = nn.BatchNorm1d(d_model)  # expect: batch-statistic

    def forward(self, x, tgt_mask):
        h, _ = self.attn(x, x, x, attn_mask=tgt_mask, is_causal=True)
        return self.bn((x + h).transpose(1, 2)).transpose(1, 2)
