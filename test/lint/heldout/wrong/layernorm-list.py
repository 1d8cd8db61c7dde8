import torch.nn as nn


class EncoderLayer(nn.Module):
    def __init__(self, max_len, d_model, n_heads):
        super().__init__()
        self.attn = nn.MultiheadAttention(d_model, n_heads, batch_first=True)
        self.norm1 = nn.LayerNorm([max_len, d_model])  # expect: norm-over-tokens
        self.norm2 = nn.RMSNorm((max_len, d_model))  # expect: norm-over-tokens

    def forward(self, x):
        x = self.norm1(x + self.attn(x, x, x)[0])
        return self.norm2(x)
