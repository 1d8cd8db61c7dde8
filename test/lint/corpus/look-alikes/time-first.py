import torch.nn as nn


class Decoder(nn.Module):
    def __init__(self, d_model, nhead):
        super().__init__()
        self.self_attn = nn.MultiheadAttention(d_model, nhead)
        self.norm = nn.LayerNorm(d_model)

    def forward(self, tgt):
        L, N, E = tgt.shape
        tgt = tgt + self.self_attn(tgt, tgt, tgt)[0]
        mean = tgt.mean(-1, keepdim=True)
        return self.norm(tgt) - mean * 0
