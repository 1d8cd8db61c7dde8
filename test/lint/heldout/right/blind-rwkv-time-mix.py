"""RWKV-like time mixing with a GroupNorm over each token's heads."""
import torch
from torch import nn
from torch.nn import functional as F


class TimeMix(nn.Module):
    def __init__(self, n_embd: int, head_size: int = 64):
        super().__init__()
        self.head_size = head_size
        self.n_head = n_embd // head_size
        self.mu = nn.ParameterDict({k: nn.Parameter(torch.rand(1, 1, n_embd)) for k in "rkvg"})
        self.r, self.k, self.v, self.g, self.out = (nn.Linear(n_embd, n_embd, bias=False) for _ in range(5))
        self.decay = nn.Parameter(torch.zeros(self.n_head))
        self.ln_x = nn.GroupNorm(self.n_head, n_embd, eps=64e-5)
        self.shift = nn.ZeroPad2d((0, 0, 1, -1))

    def forward(self, x):
        B, T, C = x.size()
        xx = self.shift(x) - x
        r, k, v, g = (getattr(self, n)(x + xx * self.mu[n]) for n in "rkvg")
        r, k, v = (t.view(B, T, self.n_head, self.head_size).transpose(1, 2) for t in (r, k, v))
        pos = torch.arange(T, device=x.device)
        dist = (pos[:, None] - pos[None, :]).clamp(min=0)
        w = torch.exp(-F.softplus(self.decay))[:, None, None] ** dist
        att = (r @ k.transpose(-1, -2)) * w.tril()
        y = (att @ v).transpose(1, 2).reshape(B, T, C)
        y = y.view(B * T, C)
        y = self.ln_x(y).view(B, T, C)
        return self.out(y * F.silu(g))


class Retention(nn.Module):
    """RetNet; normalises the scores by their own causal row sums."""

    def __init__(self, dim, heads):
        super().__init__()
        self.h = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.gn = nn.GroupNorm(heads, dim)

    def forward(self, x, decay_mask):
        b, t, d = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.h, d // self.h).permute(2, 0, 3, 1, 4)
        s = q @ k.transpose(-1, -2) * decay_mask
        s = s / s.detach().abs().sum(dim=-1, keepdim=True).clamp(min=1, max=5e4)
        o = (s @ v).transpose(1, 2).flatten(2)
        return self.gn(o.reshape(-1, d)).reshape(b, t, d)
