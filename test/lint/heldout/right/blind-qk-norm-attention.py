import torch
from torch import nn
import torch.nn.functional as F


class QKNormAttention(nn.Module):
    """Self-attention with normalised queries and keys (ViT-22B, Gemma 3, OLMo 2 flavours)."""

    def __init__(self, dim: int, heads: int, seq_len: int, per_head: bool = True):
        super().__init__()
        self.heads, self.head_dim = heads, dim // heads
        self.wq = nn.Linear(dim, dim, bias=False)
        self.wk = nn.Linear(dim, dim, bias=False)
        self.wv = nn.Linear(dim, dim, bias=False)
        self.wo = nn.Linear(dim, dim, bias=False)
        if per_head:
            self.q_norm = nn.LayerNorm((heads, self.head_dim))
            self.k_norm = nn.LayerNorm((heads, self.head_dim))
        else:
            self.q_norm = nn.RMSNorm(self.head_dim)
            self.k_norm = nn.RMSNorm(self.head_dim)
        causal = torch.ones(seq_len, seq_len).tril().bool()
        self.register_buffer("causal", causal, persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        bsz, seq, dim = x.shape
        q = self.q_norm(self.wq(x).view(bsz, seq, self.heads, self.head_dim))
        k = self.k_norm(self.wk(x).view(bsz, seq, self.heads, self.head_dim))
        v = self.wv(x).view(bsz, seq, self.heads, self.head_dim)
        q, k, v = (t.transpose(1, 2) for t in (q, k, v))
        q = q / q.norm(dim=-1, keepdim=True).clamp(min=1e-6)
        k = F.normalize(k, dim=3)
        scores = (q @ k.transpose(2, 3)) * self.head_dim ** 0.5
        scores = scores.masked_fill(~self.causal[:seq, :seq], float("-inf"))
        # numerically safe softmax by hand
        scores = scores - scores.amax(dim=-1, keepdim=True)
        p = scores.exp()
        p = p / p.sum(dim=-1, keepdim=True)
        out = (p @ v).transpose(1, 2).reshape(bsz, seq, dim)
        return self.wo(out)
