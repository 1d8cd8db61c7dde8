import flax.linen as nn
import jax.numpy as jnp


class Block(nn.Module):
    heads: int

    @nn.compact
    def __call__(self, x):
        x = x + nn.MultiHeadDotProductAttention(num_heads=self.heads)(x, x)
        return nn.LayerNorm(reduction_axes=(-2, -1))(x)  # expect: norm-over-tokens
