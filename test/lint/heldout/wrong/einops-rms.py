from einops import reduce
import jax.numpy as jnp

def rms(x):
    ms = reduce(jnp.square(x), "b t d -> b () ()", "mean")  # expect: cross-token-statistic
    return x / jnp.sqrt(ms + 1e-6)
