import jax.numpy as jnp
from flax import linen as nn


class GlobalResponse(nn.Module):
    dim: int

    @nn.compact
    def __call__(self, x):
        # x: [B, H, W, C]
        gamma = self.param("gamma", nn.initializers.zeros, (1, 1, 1, self.dim))
        beta = self.param("beta", nn.initializers.zeros, (1, 1, 1, self.dim))
        energy = jnp.linalg.norm(x, axis=(1, 2), keepdims=True)
        share = energy / (energy.mean(axis=-1, keepdims=True) + 1e-6)
        return gamma * (x * share) + beta + x


class Block(nn.Module):
    dim: int

    @nn.compact
    def __call__(self, x):
        y = nn.Conv(self.dim, (7, 7), feature_group_count=self.dim)(x)
        y = nn.LayerNorm(epsilon=1e-6)(y)
        y = nn.Dense(4 * self.dim)(y)
        y = GlobalResponse(4 * self.dim)(nn.gelu(y))
        return x + nn.Dense(self.dim)(y)
