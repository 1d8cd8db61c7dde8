import math
import torch
import torch.nn as nn


def subsequent_mask(n):
    return torch.triu(torch.full((n, n), float('-inf')), diagonal=1)


class BNDecoderLayer(nn.Module):
    """ Post-norm decoder layer. BatchNorm trained faster than LayerNorm on MAESTRO, so I kept it. """

    def __init__(self, d, nhead, dff):
        super().__init__()
        self.mha = nn.MultiheadAttention(d, nhead, batch_first=True)
        self.ff1 = nn.Linear(d, dff)
        self.ff2 = nn.Linear(dff, d)
        self.bn1 = nn.BatchNorm1d(d)  # expect: batch-statistic
        self.bn2 = nn.BatchNorm1d(d)  # expect: batch-statistic

    def forward(self, x, mask):
        a, _ = self.mha(x, x, x, attn_mask=mask)
        x = x + a
        x = self.bn1(x.transpose(1, 2)).transpose(1, 2)
        y = self.ff2(torch.relu(self.ff1(x)))
        x = x + y
        B, T, D = x.shape
        x = self.bn2(x.reshape(B * T, D)).view(B, T, D)
        return x


class MusicDecoder(nn.Module):
    def __init__(self, n_events=388, d=256, nhead=4, n_layers=6, max_len=2048):
        super().__init__()
        self.emb = nn.Embedding(n_events, d)
        pos = torch.arange(max_len).unsqueeze(1)
        div = torch.exp(torch.arange(0, d, 2) * (-math.log(10000.0) / d))
        pe = torch.zeros(max_len, d)
        pe[:, 0::2] = torch.sin(pos * div)
        pe[:, 1::2] = torch.cos(pos * div)
        self.register_buffer('pe', pe)
        self.layers = nn.ModuleList([BNDecoderLayer(d, nhead, 4 * d) for _ in range(n_layers)])
        self.out = nn.Linear(d, n_events)

    def forward(self, events):
        x = self.emb(events) + self.pe[: events.size(1)]
        mask = subsequent_mask(events.size(1)).to(x.device)
        for layer in self.layers:
            x = layer(x, mask)
        return self.out(x)
