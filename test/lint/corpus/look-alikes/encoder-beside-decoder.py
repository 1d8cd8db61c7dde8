import torch
import torch.nn as nn


class Encoder(nn.Module):
    """Sees the whole source."""

    def __init__(self, d_model, heads):
        super().__init__()
        self.attn = nn.MultiheadAttention(d_model, heads, batch_first=True)
        self.norm = nn.LayerNorm(d_model)

    def forward(self, x):
        B, S, C = x.shape
        return self.norm(x + self.attn(x, x, x)[0])


class Decoder(nn.Module):
    def __init__(self, d_model, heads):
        super().__init__()
        self.attn = nn.MultiheadAttention(d_model, heads, batch_first=True)
        self.cross = nn.MultiheadAttention(d_model, heads, batch_first=True)
        self.norms = nn.ModuleList(nn.LayerNorm(d_model) for _ in range(2))

    def forward(self, x, memory):
        B, T, C = x.shape
        tgt_mask = torch.ones(T, T).triu(1).bool()
        x = self.norms[0](x + self.attn(x, x, x, attn_mask=tgt_mask)[0])
        return self.norms[1](x + self.cross(x, memory, memory)[0])


class Seq2Seq(nn.Module):
    def __init__(self, d_model, heads):
        super().__init__()
        self.encoder, self.decoder = Encoder(d_model, heads), Decoder(d_model, heads)

    def forward(self, source, target):
        return self.decoder(target, self.encoder(source))
