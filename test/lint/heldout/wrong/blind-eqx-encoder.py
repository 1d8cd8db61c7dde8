import equinox as eqx
import jax
import jax.numpy as jnp
import jax.random as jr
from jaxtyping import Array, Float, PRNGKeyArray


class EncoderLayer(eqx.Module):
    attention: eqx.nn.MultiheadAttention
    norm1: eqx.nn.LayerNorm
    norm2: eqx.nn.LayerNorm
    mlp: eqx.nn.MLP

    def __init__(self, seq_len: int, dim: int, heads: int, *, key: PRNGKeyArray):
        k1, k2 = jr.split(key)
        self.attention = eqx.nn.MultiheadAttention(heads, dim, key=k1)
        self.mlp = eqx.nn.MLP(dim, dim, 4 * dim, depth=1, key=k2)
        self.norm1 = eqx.nn.LayerNorm((seq_len, dim))  # expect: norm-over-tokens
        self.norm2 = eqx.nn.LayerNorm(dim)

    def __call__(self, x: Float[Array, "seq dim"]) -> Float[Array, "seq dim"]:
        h = self.norm1(x)
        x = x + self.attention(h, h, h)
        h = jax.vmap(self.norm2)(x)
        return x + jax.vmap(self.mlp)(h)


class Encoder(eqx.Module):
    embed: eqx.nn.Embedding
    layers: list
    out_norm: eqx.nn.LayerNorm

    def __init__(self, vocab, seq_len, dim, heads, depth, *, key):
        k0, *ks = jr.split(key, depth + 1)
        self.embed = eqx.nn.Embedding(vocab, dim, key=k0)
        self.layers = [EncoderLayer(seq_len, dim, heads, key=k) for k in ks]
        self.out_norm = eqx.nn.LayerNorm(None, use_weight=False, use_bias=False)

    def __call__(self, ids):
        x = jax.vmap(self.embed)(ids)
        for layer in self.layers:
            x = layer(x)
        return self.out_norm(x)  # expect: norm-over-tokens
