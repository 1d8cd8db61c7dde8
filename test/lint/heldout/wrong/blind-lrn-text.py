"""AlexNet had LRN, so why not a transformer? (ablation for the workshop paper, table 3)"""
import torch
from torch import nn


class LRNBlock(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.attn = nn.MultiheadAttention(width, heads, batch_first=True)
        self.lrn = nn.LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=1.0)  # expect: norm-over-tokens
        self.fc = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, tokens):
        # tokens: (batch, seq_len, width)
        h = self.lrn(tokens)
        h, _ = self.attn(h, h, h, need_weights=False)
        tokens = tokens + h
        return tokens + self.fc(tokens)


class LRNClassifier(nn.Module):
    def __init__(self, vocab, width=192, heads=3, depth=4, n_classes=4):
        super().__init__()
        self.embed = nn.Embedding(vocab, width)
        self.blocks = nn.ModuleList([LRNBlock(width, heads) for _ in range(depth)])
        self.head = nn.Linear(width, n_classes)

    def forward(self, ids):
        x = self.embed(ids)
        for blk in self.blocks:
            x = blk(x)
        return self.head(x[:, 0])
