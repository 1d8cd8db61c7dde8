from typing import Sequence
import jax.numpy as jnp
import flax.linen as nn

class TokenNorm(nn.Module):
    epsilon: float = 1e-6
    axis: int = 1

    @nn.compact
    def __call__(self, x):
        batch, length, features = x.shape
        mean = jnp.mean(x, axis=self.axis, keepdims=True)  # expect: cross-token-statistic
        var = jnp.mean(jnp.square(x - mean), axis=self.axis, keepdims=True)  # expect: cross-token-statistic
        scale = self.param("scale", nn.initializers.ones, (features,))
        return (x - mean) / jnp.sqrt(var + self.epsilon) * scale
