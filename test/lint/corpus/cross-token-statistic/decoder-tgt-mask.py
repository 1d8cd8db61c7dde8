import torch
import torch.nn as nn


class Norm(nn.Module):
    def __init__(self, d_model, eps=1e-6):
        super().__init__()
        self.alpha = nn.Parameter(torch.ones(d_model))
        self.bias = nn.Parameter(torch.zeros(d_model))
        self.eps = eps

    def forward(self, x):
        norm = self.alpha * (x - x.mean(dim=1, keepdim=True)) / (x.std(dim=1, keepdim=True) + self.eps) + self.bias  # expect: cross-token-statistic
        return norm


class DecoderLayer(nn.Module):
    def __init__(self, d_model, heads):
        super().__init__()
        self.norm_1 = Norm(d_model)
        self.attn_1 = nn.MultiheadAttention(d_model, heads, batch_first=True)

    def forward(self, x, trg_mask):
        x2 = self.norm_1(x)
        return x + self.attn_1(x2, x2, x2, attn_mask=trg_mask)[0]
