import torch
import torch.nn as nn


class Attn(nn.Module):
    def __init__(self, num_heads, head_dim):
        super().__init__()
        self.num_heads, self.head_dim = num_heads, head_dim
        self.q_norm = nn.LayerNorm((num_heads, head_dim))
        self.k_norm = nn.RMSNorm(head_dim)
        self.qkv = nn.Linear(num_heads * head_dim, 3 * num_heads * head_dim)

    def forward(self, x):
        B, N, C = x.shape
        q, k, v = self.qkv(x).reshape(B, N, 3, self.num_heads, self.head_dim).unbind(2)
        q, k = self.q_norm(q), self.k_norm(k)
        q = q / q.norm(dim=-1, keepdim=True)
        return q, k, v
