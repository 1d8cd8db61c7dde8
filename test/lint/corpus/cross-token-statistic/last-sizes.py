import jax.numpy as jnp


def spread(x):
    *batch, T, C = x.shape
    return x - x.mean(-2, keepdims=True)  # expect: cross-token-statistic


def sliced(x):
    seq_len, dim = x.shape[-2:]
    return x - jnp.mean(x, axis=-2, keepdims=True)  # expect: cross-token-statistic


def one_by_one(x):
    T, C = x.shape[-2], x.shape[-1]
    return x - jnp.mean(x, axis=1, keepdims=True)  # expect: cross-token-statistic
