import torch
import torch.nn as nn

class LayerNorm(nn.Module):
    "Construct a layernorm module (annotated transformer style)."
    def __init__(self, features, eps=1e-6):
        super(LayerNorm, self).__init__()
        self.a_2 = nn.Parameter(torch.ones(features))
        self.b_2 = nn.Parameter(torch.zeros(features))
        self.eps = eps

    def forward(self, x):
        mean = x.mean(1, keepdim=True)  # expect: cross-token-statistic
        std = x.std(1, keepdim=True)  # expect: cross-token-statistic
        return self.a_2 * (x - mean) / (std + self.eps) + self.b_2

class SublayerConnection(nn.Module):
    def __init__(self, size, dropout):
        super().__init__()
        self.norm = LayerNorm(size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, sublayer):
        return x + self.dropout(sublayer(self.norm(x)))

class DecoderLayer(nn.Module):
    def __init__(self, size, self_attn, feed_forward, dropout):
        super().__init__()
        self.self_attn = self_attn
        self.sublayer = SublayerConnection(size, dropout)

    def forward(self, x, tgt_mask):
        return self.sublayer(x, lambda x: self.self_attn(x, x, x, tgt_mask))
