import flax.linen as nn
import jax.numpy as jnp


class RMS(nn.Module):
    @nn.compact
    def __call__(self, x):
        B, T, D = x.shape
        var = jnp.mean(jnp.square(x), axis=-1, keepdims=True)
        return x * (1.0 / jnp.sqrt(var + 1e-6))
