from flax import linen as nn
import jax.numpy as jnp


class Mlp(nn.Module):
    width: int

    @nn.compact
    def __call__(self, tokens):
        """tokens: [batch, length, width]"""
        h = nn.RMSNorm(reduction_axes=(-2, -1))(tokens)  # expect: norm-over-tokens
        return nn.Dense(self.width)(nn.gelu(h))
