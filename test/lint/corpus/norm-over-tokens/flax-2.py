import flax.linen as nn


class Block(nn.Module):
    heads: int

    @nn.compact
    def __call__(self, x, deterministic=True):
        y = nn.LayerNorm(reduction_axes=(1, 2), feature_axes=-1)(x)  # expect: norm-over-tokens
        y = nn.MultiHeadDotProductAttention(num_heads=self.heads)(y, y)
        return x + y
