import haiku as hk
import jax


class UNetBlock(hk.Module):
    def __init__(self, channels, name=None):
        super().__init__(name=name)
        self.channels = channels

    def __call__(self, x, time_embedding):
        # x: [batch, height, width, channels]
        h = hk.GroupNorm(32)(x)
        h = hk.Conv2D(self.channels, 3)(jax.nn.silu(h))
        h = h + hk.Linear(self.channels)(jax.nn.silu(time_embedding))[:, None, None, :]
        h = hk.GroupNorm(32)(h)
        return x + hk.Conv2D(self.channels, 3)(jax.nn.silu(h))
