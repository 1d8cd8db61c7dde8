import jax
import jax.numpy as jnp


def norm(params, x, eps=1e-5):
    b, t, d = x.shape
    mean = x.mean(axis=(1, 2), keepdims=True)  # expect: cross-token-statistic
    var = x.var(axis=(1, 2), keepdims=True)  # expect: cross-token-statistic
    return params["scale"] * (x - mean) * jax.lax.rsqrt(var + eps) + params["bias"]


def attend(params, x):
    q, k, v = jnp.split(x @ params["qkv"], 3, axis=-1)
    mask = jnp.tril(jnp.ones((x.shape[1], x.shape[1])))
    return jax.nn.softmax(jnp.where(mask, q @ k.swapaxes(-1, -2), -1e9)) @ v
