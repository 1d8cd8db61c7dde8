import jax
import jax.numpy as jnp


def norm_row(row):
    return (row - row.mean()) / row.std()


def norm(x):
    T, C = x.shape
    return jax.vmap(norm_row)(x)


@jax.vmap
def centred(x):
    return x - jnp.mean(x)
