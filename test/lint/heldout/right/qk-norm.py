import torch.nn as nn


class Attention(nn.Module):
    def __init__(self, dim, heads, head_dim):
        super().__init__()
        self.qkv = nn.Linear(dim, 3 * dim)
        self.q_norm = nn.LayerNorm((heads, head_dim))
        self.k_norm = nn.LayerNorm(head_dim)
        self.heads = heads

    def forward(self, x):
        B, N, C = x.shape
        q, k, v = self.qkv(x).reshape(B, N, 3, self.heads, C // self.heads).unbind(2)
        q, k = self.q_norm(q), self.k_norm(k)
        attn = (q.transpose(1, 2) @ k.permute(0, 2, 3, 1)).softmax(dim=-1)
        return (attn @ v.transpose(1, 2)).transpose(1, 2).reshape(B, N, C)
