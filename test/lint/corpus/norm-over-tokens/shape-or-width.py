import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    def __init__(self, dim, heads, norm_layer=nn.LayerNorm, norm_shape=None):
        super().__init__()
        self.norm = norm_layer(norm_shape or dim)
        self.attention = nn.MultiheadAttention(dim, heads, batch_first=True)

    def forward(self, x):
        attended, _ = self.attention(x, x, x)
        return F.local_response_norm(x + attended, size=5)  # expect: norm-over-tokens


def build(num_patches, embed_dim):
    return Block(embed_dim, 12, norm_shape=(num_patches, embed_dim))  # expect: norm-over-tokens


def right(embed_dim):
    return Block(embed_dim, 12)
