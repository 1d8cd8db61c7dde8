import equinox as eqx
import jax
import jax.numpy as jnp


class ConvBlock(eqx.Module):
    """One image, channels first; eqx.nn layers have no batch axis."""

    conv: eqx.nn.Conv2d
    norm: eqx.nn.GroupNorm

    def __init__(self, channels, key):
        self.conv = eqx.nn.Conv2d(channels, channels, 3, padding=1, key=key)
        self.norm = eqx.nn.GroupNorm(8, channels)

    def __call__(self, x):
        channels, height, width = x.shape
        return jax.nn.silu(self.norm(self.conv(x)))


class Encoder(eqx.Module):
    attention: eqx.nn.MultiheadAttention
    norm: eqx.nn.RMSNorm

    def __call__(self, x, key=None):
        seq_len, dim = x.shape
        h = jax.vmap(self.norm)(x)
        mask = jnp.tril(jnp.ones((seq_len, seq_len), bool))
        return x + self.attention(h, h, h, mask=mask)
