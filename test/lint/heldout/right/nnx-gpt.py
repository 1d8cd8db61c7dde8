import jax
import jax.numpy as jnp
from flax import nnx


class Block(nnx.Module):
    def __init__(self, dim, heads, rngs):
        self.norm1 = nnx.LayerNorm(dim, reduction_axes=-1, feature_axes=-1, rngs=rngs)
        self.norm2 = nnx.RMSNorm(dim, rngs=rngs)
        self.attention = nnx.MultiHeadAttention(heads, dim, rngs=rngs, decode=False)
        self.up, self.down = nnx.Linear(dim, 4 * dim, rngs=rngs), nnx.Linear(4 * dim, dim, rngs=rngs)

    def __call__(self, x):
        batch, length, dim = x.shape
        mask = nnx.make_causal_mask(jnp.ones((batch, length)))
        x = x + self.attention(self.norm1(x), mask=mask)
        return x + self.down(jax.nn.gelu(self.up(self.norm2(x))))


def diversity(x):
    x = x / jnp.linalg.norm(x, axis=-1, keepdims=True)
    return jnp.einsum("bnc,bmc->bnm", x, x).mean()
