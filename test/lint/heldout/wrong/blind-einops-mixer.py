from einops import rearrange, reduce
import torch
from torch import nn, einsum


class EinNorm(nn.Module):
    def __init__(self, dim, eps=1e-5):
        super().__init__()
        self.eps = eps
        self.g = nn.Parameter(torch.ones(dim))

    def forward(self, x):
        mean = reduce(x, 'b n c -> b 1 c', 'mean')  # expect: cross-token-statistic
        var = reduce((x - mean) ** 2, 'b n c -> b 1 c', 'mean')  # expect: cross-token-statistic
        return (x - mean) * torch.rsqrt(var + self.eps) * self.g


class Attention(nn.Module):
    def __init__(self, dim, num_tokens, heads=8, dim_head=64):
        super().__init__()
        inner = heads * dim_head
        self.heads = heads
        self.scale = dim_head ** -0.5
        self.norm = nn.LayerNorm(num_tokens)
        self.to_qkv = nn.Linear(dim, inner * 3, bias=False)
        self.to_out = nn.Linear(inner, dim)

    def forward(self, x):
        x = rearrange(x, 'b n c -> b c n')
        x = self.norm(x)  # expect: norm-over-tokens
        x = rearrange(x, 'b c n -> b n c')
        q, k, v = rearrange(self.to_qkv(x), 'b n (three h d) -> three b h n d', three=3, h=self.heads)
        dots = einsum('b h i d, b h j d -> b h i j', q, k) * self.scale
        out = einsum('b h i j, b h j d -> b h i d', dots.softmax(dim=-1), v)
        return self.to_out(rearrange(out, 'b h n d -> b n (h d)'))


class Net(nn.Module):
    def __init__(self, dim=256, num_tokens=196, depth=6):
        super().__init__()
        self.layers = nn.ModuleList([])
        for _ in range(depth):
            self.layers.append(nn.ModuleList([EinNorm(dim), Attention(dim, num_tokens)]))

    def forward(self, x):
        for norm, attn in self.layers:
            x = attn(norm(x)) + x
        return x
