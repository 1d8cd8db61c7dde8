import torch
import torch.nn.functional as F


def sublayer(x, sub):
    B, T, D = x.shape
    return x + sub(F.layer_norm(x, x.shape[1:]))  # expect: norm-over-tokens


class CausalSelfAttention(torch.nn.Module):
    def __init__(self, width, n_heads):
        super().__init__()
        self.n_heads = n_heads
        self.norm = torch.nn.LayerNorm((256, width))  # expect: norm-over-tokens
        self.qkv = torch.nn.Linear(width, 3 * width)

    def forward(self, x):
        q, k, v = self.qkv(self.norm(x)).chunk(3, dim=-1)
        q = q.view(x.size(0), -1, self.n_heads, 64).transpose(1, 2)
        k = k.view(x.size(0), -1, self.n_heads, 64).transpose(1, 2)
        v = v.view(x.size(0), -1, self.n_heads, 64).transpose(1, 2)
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)


class Attention(torch.nn.Module):
    def __init__(self, width, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.qkv = torch.nn.Linear(width, 3 * width)

    def forward(self, x):
        h = F.layer_norm(x, x.shape[1:])  # expect: norm-over-tokens
        q, k, v = self.qkv(h).view(x.shape[0], -1, 3, self.num_heads, 64).permute(2, 0, 3, 1, 4)
        return F.scaled_dot_product_attention(q, k, v)
