import math
import torch
import torch.nn as nn


class ScaleNorm(nn.Module):
    """g * x / ||x|| (Nguyen & Salazar, 2019)."""

    def __init__(self, scale, axis=0, eps=1e-5):
        super().__init__()
        self.g = nn.Parameter(torch.tensor(float(scale)))
        self.axis = axis
        self.eps = eps

    def forward(self, x):
        norm = x.norm(p=2, dim=self.axis, keepdim=True).clamp(min=self.eps)  # expect: cross-token-statistic
        return self.g * x / norm


class DecoderLayer(nn.Module):
    # fairseq layout: everything is (tgt_len, batch, embed_dim)
    def __init__(self, d_model, nhead, dim_ff=2048, dropout=0.1):
        super().__init__()
        self.self_attn = nn.MultiheadAttention(d_model, nhead, dropout=dropout, batch_first=False)
        self.cross_attn = nn.MultiheadAttention(d_model, nhead, dropout=dropout, batch_first=False)
        self.fc1, self.fc2 = nn.Linear(d_model, dim_ff), nn.Linear(dim_ff, d_model)
        self.norms = nn.ModuleList(ScaleNorm(math.sqrt(d_model)) for _ in range(3))
        self.drop = nn.Dropout(dropout)

    def forward(self, tgt, memory, tgt_mask, memory_key_padding_mask=None):
        tgt_len, bsz, embed_dim = tgt.shape
        y = self.norms[0](tgt)
        y, _ = self.self_attn(y, y, y, attn_mask=tgt_mask, need_weights=False)
        tgt = tgt + self.drop(y)
        y = self.norms[1](tgt)
        y, _ = self.cross_attn(y, memory, memory, key_padding_mask=memory_key_padding_mask)
        tgt = tgt + self.drop(y)
        return tgt + self.drop(self.fc2(torch.relu(self.fc1(self.norms[2](tgt)))))


class Decoder(nn.Module):
    def __init__(self, vocab, d_model=512, nhead=8, layers=6):
        super().__init__()
        self.emb = nn.Embedding(vocab, d_model)
        self.layers = nn.ModuleList(DecoderLayer(d_model, nhead) for _ in range(layers))

    def forward(self, prev_tokens, memory):
        x = self.emb(prev_tokens).transpose(0, 1)
        causal = torch.triu(torch.full((x.size(0), x.size(0)), float("-inf")), 1).to(x)
        for layer in self.layers:
            x = layer(x, memory, causal)
        return x.transpose(0, 1) @ self.emb.weight.T
