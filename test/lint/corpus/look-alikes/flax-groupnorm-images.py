import jax.numpy as jnp
from flax import linen as nn


class Upsample(nn.Module):
    features: int

    @nn.compact
    def __call__(self, x):
        batch, height, width, channels = x.shape
        x = nn.GroupNorm(num_groups=32)(x)
        x = jnp.repeat(jnp.repeat(x, 2, axis=1), 2, axis=2)
        return nn.Conv(self.features, (3, 3))(nn.swish(x))


class PixelNorm(nn.Module):
    @nn.compact
    def __call__(self, x):
        return x / jnp.sqrt(jnp.mean(x**2, axis=-1, keepdims=True) + 1e-8)


class MinibatchStd(nn.Module):
    @nn.compact
    def __call__(self, x):
        batch, height, width, channels = x.shape
        y = x - x.mean(axis=0, keepdims=True)
        y = jnp.sqrt((y**2).mean(axis=0) + 1e-8).mean()
        return jnp.concatenate([x, jnp.full((batch, height, width, 1), y)], axis=-1)
