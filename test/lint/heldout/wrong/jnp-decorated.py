from functools import partial
import jax
import jax.numpy as jnp

@partial(jax.jit, static_argnames="axis")
def norm(x, axis):
    return (x - jnp.mean(x, axis=axis, keepdims=True)) / jnp.std(x, axis=axis, keepdims=True)

def apply(x):
    batch, length, dim = x.shape
    return norm(x, axis=1)  # expect: cross-token-statistic
