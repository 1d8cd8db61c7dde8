from functools import partial
import flax.linen as nn
import jax.numpy as jnp


class ResNetBlock(nn.Module):
    filters: int
    norm: type = nn.BatchNorm

    @nn.compact
    def __call__(self, x, train: bool):
        norm = partial(self.norm, use_running_average=not train)
        y = nn.Conv(self.filters, (3, 3))(x)
        y = norm()(y)
        y = nn.Conv(self.filters, (3, 3))(nn.relu(y))
        return nn.relu(x + norm(scale_init=nn.initializers.zeros)(y))


class Head(nn.Module):
    classes: int

    @nn.compact
    def __call__(self, x, train: bool):
        x = jnp.mean(x, axis=(1, 2))
        x = nn.BatchNorm(use_running_average=not train)(x)
        return nn.Dense(self.classes)(x)
