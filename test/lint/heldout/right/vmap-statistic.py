import jax
import jax.numpy as jnp

def token_norm(v):
    return (v - jnp.mean(v)) / jnp.sqrt(jnp.var(v) + 1e-6)

def layer(x):
    T, C = x.shape
    normed = jax.vmap(token_norm)
    return normed(x)
