import torch.nn as nn


class Layer(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.self_attn = nn.MultiheadAttention(dim, heads, batch_first=True)

    def forward(self, src, src_mask=None):
        norm = nn.LayerNorm(src.size()[1:])  # expect: norm-over-tokens
        h = norm(src)
        return src + self.self_attn(h, h, h, attn_mask=src_mask)[0]
