import flax.linen as nn
import jax.numpy as jnp

class EncoderBlock(nn.Module):
    mlp_dim: int

    @nn.compact
    def __call__(self, inputs):
        # inputs: (batch, len, emb)
        assert inputs.ndim == 3
        x = nn.LayerNorm(reduction_axes=(-2, -1))(inputs)  # expect: norm-over-tokens
        x = nn.SelfAttention(num_heads=4)(x)
        return x + inputs
