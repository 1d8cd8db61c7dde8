import torch.nn as nn


class Block(nn.Module):
    def __init__(self, seq_len, dim, norm_layer=nn.LayerNorm):
        super().__init__()
        self.attn = nn.MultiheadAttention(dim, 8, batch_first=True)
        self.norm1 = norm_layer(dim)
        self.norm2 = norm_layer((seq_len, dim))  # expect: norm-over-tokens

    def forward(self, x):
        x = self.norm1(x)
        return self.norm2(self.attn(x, x, x)[0])
