import torch
from torch import nn


class QFormerLayer(nn.Module):
    """A few learnt queries read the tokens of an image."""

    def __init__(self, dim, heads, n_queries):
        super().__init__()
        self.queries = nn.Parameter(torch.randn(1, n_queries, dim) * 0.02)
        self.norm_q, self.norm_kv = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.attn = nn.MultiheadAttention(dim, heads, batch_first=True)
        self.proj = nn.Linear(dim, dim)

    def forward(self, image_tokens, text_vector):
        B, N, C = image_tokens.shape
        q = self.norm_q(self.queries.expand(B, -1, -1))
        kv = self.norm_kv(image_tokens)
        out = self.proj(q + self.attn(q, kv, kv)[0])
        out = out / out.norm(dim=-1, keepdim=True)
        similarity = (out @ text_vector.unsqueeze(-1)).squeeze(-1)
        return similarity.amax(dim=1)
