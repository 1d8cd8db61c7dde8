import torch.nn as nn


class TransformerEncoderLayer(nn.Module):
    def __init__(self, d_model, nhead):
        super().__init__()
        self.self_attn = nn.MultiheadAttention(d_model, nhead)
        self.norm1 = nn.LayerNorm(d_model)

    def forward(self, src):
        # src: [L, N, E]
        src2 = self.self_attn(src, src, src)[0]
        return self.norm1(src + src2)
