import torch.nn as nn


class Conformer(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm = nn.InstanceNorm1d(dim)  # expect: norm-over-tokens

    def forward(self, x):
        B, T, C = x.shape
        return self.norm(x.transpose(1, 2)).transpose(1, 2)


class Attention(nn.Module):
    def __init__(self, d, norm_layer):
        super().__init__()
        self.qkv = nn.Linear(d, 3 * d)
        self.norm = norm_layer(d)  # expect: norm-over-tokens

    def forward(self, x):
        B, T, C = x.shape
        q, k, v = self.qkv(self.norm(x.transpose(1, 2)).transpose(1, 2)).chunk(3, -1)
        return x + nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)


class Stack(nn.Module):
    def __init__(self, d, n):
        super().__init__()
        self.blocks = nn.Sequential(*[Attention(d, nn.InstanceNorm1d) for _ in range(n)])

    def forward(self, x):
        return self.blocks(x)
