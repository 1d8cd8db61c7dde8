import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int


class Decoder(eqx.Module):
    embed: eqx.nn.Embedding
    head: eqx.nn.Linear

    def __init__(self, vocab, width, *, key):
        self.embed = eqx.nn.Embedding(vocab, width, key=key)
        self.head = eqx.nn.Linear(width, vocab, key=key)

    def __call__(self, ids: Int[Array, " seq"]) -> Float[Array, "seq vocab"]:
        x = jax.vmap(self.embed)(ids)
        x = x * jax.lax.rsqrt(jnp.mean(jnp.square(x)) + 1e-6)  # expect: cross-token-statistic
        return jax.vmap(self.head)(x)
