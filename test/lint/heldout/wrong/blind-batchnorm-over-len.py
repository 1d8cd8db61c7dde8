"""Transformer for ECG beats; shapes in comments because I always forget."""
import torch
import torch.nn as nn


class EcgBlock(nn.Module):
    def __init__(self, seq_len, d_model, n_heads):
        super().__init__()
        self.attn = nn.MultiheadAttention(d_model, n_heads, batch_first=True)
        self.bn = nn.BatchNorm1d(seq_len)  # expect: batch-statistic
        self.gamma = nn.Parameter(torch.ones(seq_len, d_model))
        self.ff = nn.Linear(d_model, d_model)

    def forward(self, x):
        # x: (B, seq_len, d_model)
        a, _ = self.attn(x, x, x)          # (B, seq_len, d_model)
        x = self.bn(x + a)                 # (B, seq_len, d_model)
        return x + torch.relu(self.ff(x)) * self.gamma


class EcgNet(nn.Module):
    def __init__(self, seq_len=187, d_model=64, n_heads=4, depth=3, n_classes=5):
        super().__init__()
        self.proj = nn.Linear(1, d_model)
        self.blocks = nn.ModuleList([EcgBlock(seq_len, d_model, n_heads) for _ in range(depth)])
        self.fc = nn.Linear(d_model, n_classes)

    def forward(self, sig):
        x = self.proj(sig.unsqueeze(-1))
        for blk in self.blocks:
            x = blk(x)
        return self.fc(x.mean(1))
