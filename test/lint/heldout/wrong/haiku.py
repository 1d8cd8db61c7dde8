import haiku as hk
import jax


class Encoder(hk.Module):
    def __call__(self, x):
        """x has shape [T, D]."""
        h = hk.MultiHeadAttention(8, 64, w_init_scale=1.0)(x, x, x)
        return hk.LayerNorm(axis=(0, 1), create_scale=True, create_offset=True)(x + h)  # expect: norm-over-tokens
