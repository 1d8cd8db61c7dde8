import haiku as hk
import jax.numpy as jnp


def forward(x, mask):
    batch, seq_len, width = x.shape
    h = hk.LayerNorm(axis=(1, 2), create_scale=True, create_offset=True)(x)  # expect: norm-over-tokens
    return hk.MultiHeadAttention(8, 64, w_init_scale=1.0)(h, h, h, mask)
