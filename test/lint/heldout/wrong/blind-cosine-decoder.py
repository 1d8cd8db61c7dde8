# nGPT-ish experiments: keep hidden states on the sphere
import torch
import torch.nn as nn
import torch.nn.functional as F


class CosineBlock(nn.Module):
    """Decoder block in which the residual stream is renormalised after every sublayer."""

    def __init__(self, d_model: int, n_heads: int):
        super().__init__()
        self.n_heads = n_heads
        self.wqkv = nn.Linear(d_model, 3 * d_model, bias=False)
        self.wo = nn.Linear(d_model, d_model, bias=False)
        self.up = nn.Linear(d_model, 4 * d_model, bias=False)
        self.down = nn.Linear(4 * d_model, d_model, bias=False)
        self.alpha = nn.Parameter(torch.tensor(0.05))

    def forward(self, h):
        B, L, D = h.shape
        q, k, v = self.wqkv(h).view(B, L, 3, self.n_heads, D // self.n_heads).permute(2, 0, 3, 1, 4)
        q = F.normalize(q, dim=-1)
        k = F.normalize(k, dim=-1)
        a = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        a = self.wo(a.transpose(1, 2).reshape(B, L, D))
        h = F.normalize(h + self.alpha * a)  # expect: norm-over-tokens
        m = self.down(F.gelu(self.up(h)))
        h = h + self.alpha * m
        return F.normalize(h, p=2.0)  # expect: norm-over-tokens


class CosineLM(nn.Module):
    def __init__(self, vocab, d_model=256, n_heads=8, n_layers=6):
        super().__init__()
        self.emb = nn.Embedding(vocab, d_model)
        self.blocks = nn.ModuleList([CosineBlock(d_model, n_heads) for _ in range(n_layers)])
        self.head = nn.Linear(d_model, vocab, bias=False)

    def forward(self, idx):
        x = F.normalize(self.emb(idx), dim=-1)
        for b in self.blocks:
            x = b(x)
        return self.head(x)
