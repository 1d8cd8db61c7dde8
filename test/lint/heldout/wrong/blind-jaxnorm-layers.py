from __future__ import annotations

import functools

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

TIME = -2
FEAT = -1


def layer_norm(x: Float[Array, "batch time feat"], gamma: Float[Array, " feat"], beta: Float[Array, " feat"],
               eps: float = 1e-5) -> Float[Array, "batch time feat"]:
    mu = jnp.mean(x, axis=FEAT, keepdims=True)
    var = jnp.var(x, axis=TIME, keepdims=True)  # expect: cross-token-statistic
    return (x - mu) * jax.lax.rsqrt(var + eps) * gamma + beta


def causal_attention(x: Float[Array, "batch time feat"], p: dict, heads: int):
    b, t, d = x.shape
    q, k, v = jnp.split(x @ p["qkv"], 3, axis=FEAT)
    split = lambda a: a.reshape(b, t, heads, d // heads).swapaxes(1, 2)
    s = jnp.einsum("bhqd,bhkd->bhqk", split(q), split(k)) / jnp.sqrt(d // heads)
    s = jnp.where(jnp.tril(jnp.ones((t, t), bool)), s, -jnp.inf)
    o = jnp.einsum("bhqk,bhkd->bhqd", jax.nn.softmax(s, axis=-1), split(v))
    return o.swapaxes(1, 2).reshape(b, t, d) @ p["out"]


@functools.partial(jax.jit, static_argnames=("heads",))
def block(x, p, heads=8):
    x = x + causal_attention(layer_norm(x, **p["ln1"]), p["attn"], heads)
    h = jax.nn.gelu(layer_norm(x, **p["ln2"]) @ p["up"])
    return x + h @ p["down"]


def init_block(key, d, dtype=jnp.float32):
    ks = jax.random.split(key, 4)
    lin = lambda k, i, o: jax.random.normal(k, (i, o), dtype) * i**-0.5
    ln = lambda: dict(gamma=jnp.ones(d, dtype), beta=jnp.zeros(d, dtype))
    return dict(
        ln1=ln(), ln2=ln(),
        attn=dict(qkv=lin(ks[0], d, 3 * d), out=lin(ks[1], d, d)),
        up=lin(ks[2], d, 4 * d), down=lin(ks[3], 4 * d, d),
    )
