import jax
import jax.numpy as jnp


def rms_norm(x):  # noqa
    # x: [B, N, D]
    ms = jnp.mean(jnp.square(x), axis=1, keepdims=True)  # expect: cross-token-statistic
    return x * jax.lax.rsqrt(ms + 1e-6)
