import torch
from torch import nn
from torch.nn import functional as F

from norms import RMSNorm, build_norm


class ConvModule(nn.Module):
    def __init__(self, dim, kernel=15, norm="channels_first_ln"):
        super().__init__()
        self.pw1 = nn.Conv1d(dim, 2 * dim, 1)
        self.dw = nn.Conv1d(dim, dim, kernel, groups=dim)
        self.pad = kernel - 1
        self.norm = build_norm(norm, dim)
        self.pw2 = nn.Conv1d(dim, dim, 1)

    def forward(self, x):
        x = F.glu(self.pw1(x.transpose(1, 2)), dim=1)  # (B, D, T)
        x = self.dw(F.pad(x, (self.pad, 0)))
        return self.pw2(F.silu(self.norm(x))).transpose(1, 2)


class Attention(nn.Module):
    """Causal, with QK-norm over each head."""

    def __init__(self, dim, heads):
        super().__init__()
        self.heads, self.hd = heads, dim // heads
        self.qkv = nn.Linear(dim, 3 * dim, bias=False)
        self.q_norm = RMSNorm((heads, self.hd), axis=(-2, -1))
        self.k_norm = nn.LayerNorm(self.hd)
        self.o = nn.Linear(dim, dim, bias=False)

    def forward(self, x):
        B, T, D = x.shape
        q, k, v = self.qkv(x).view(B, T, 3, self.heads, self.hd).unbind(2)
        q, k = self.q_norm(q), self.k_norm(k)
        y = F.scaled_dot_product_attention(*(t.transpose(1, 2) for t in (q, k, v)), is_causal=True)
        return self.o(y.transpose(1, 2).reshape(B, T, D))


class ConformerBlock(nn.Module):
    def __init__(self, dim=256, heads=4, norm="rms"):
        super().__init__()
        self.n1, self.n2, self.n3 = (build_norm(norm, dim) for _ in range(3))
        self.attn, self.conv = Attention(dim, heads), ConvModule(dim)
        self.ff = nn.Sequential(nn.Linear(dim, 4 * dim), nn.SiLU(), nn.Linear(4 * dim, dim))

    def forward(self, x):
        x = x + self.attn(self.n1(x))
        x = x + self.conv(self.n2(x))
        return x + self.ff(self.n3(x))
