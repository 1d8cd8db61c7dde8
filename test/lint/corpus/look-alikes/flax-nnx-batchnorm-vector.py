import jax
import jax.numpy as jnp
from flax import nnx


class Projector(nnx.Module):
    """SimSiam's projector: batch norms over pooled vectors."""

    def __init__(self, dim, out, rngs):
        self.l1 = nnx.Linear(dim, dim, rngs=rngs)
        self.bn1 = nnx.BatchNorm(dim, rngs=rngs)
        self.l2 = nnx.Linear(dim, out, rngs=rngs)
        self.bn2 = nnx.BatchNorm(out, use_scale=False, rngs=rngs)

    def __call__(self, tokens):
        x = tokens.mean(axis=1)
        x = jax.nn.relu(self.bn1(self.l1(x)))
        return self.bn2(self.l2(x))


def negative_cosine(p, z):
    z = jax.lax.stop_gradient(z)
    p = p / jnp.linalg.norm(p, axis=1, keepdims=True)
    z = z / jnp.linalg.norm(z, axis=1, keepdims=True)
    return -(p * z).sum(axis=1).mean()
