import equinox as eqx
import jax
import jax.numpy as jnp


class Block(eqx.Module):
    norm: eqx.nn.LayerNorm
    attention: eqx.nn.MultiheadAttention

    def __call__(self, x):
        y = jax.vmap(self.norm)(x)
        return x + self.attention(y, y, y)


def norm(row):
    return (row - row.mean()) / jnp.sqrt(row.var() + 1e-5)


def apply(x):
    t, c = x.shape
    return jax.vmap(norm)(x)
