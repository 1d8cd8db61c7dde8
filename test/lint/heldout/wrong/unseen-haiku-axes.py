import haiku as hk
import jax
import jax.numpy as jnp


class Layer(hk.Module):
    def __call__(self, x):
        # x: [batch, tokens, channels]
        tokens = x.shape[1]
        h = hk.LayerNorm(axis=(1, 2), create_scale=True, create_offset=True)(x)  # expect: norm-over-tokens
        mask = jnp.tril(jnp.ones((1, 1, tokens, tokens)))
        return x + hk.MultiHeadAttention(4, 16, w_init_scale=1.0)(h, h, h, mask=mask)
