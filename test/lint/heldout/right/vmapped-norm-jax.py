import equinox as eqx
import jax
import jax.numpy as jnp


def rms(x):
    # one token
    return x / jnp.sqrt((x**2).mean() + 1e-6)


class Block(eqx.Module):
    norm: eqx.nn.LayerNorm
    mlp: eqx.nn.MLP

    def __init__(self, dim, key):
        self.norm = eqx.nn.LayerNorm(dim)
        self.mlp = eqx.nn.MLP(dim, dim, 4 * dim, 1, key=key)

    def __call__(self, x):
        # x: [seq, dim]
        h = jax.vmap(self.norm)(x)
        h = jax.vmap(rms)(h)
        return x + jax.vmap(self.mlp)(h)
