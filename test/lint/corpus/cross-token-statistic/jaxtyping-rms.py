import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

def rms_norm(x: Float[Array, "batch seq d_model"], w: Float[Array, "d_model"]) -> Float[Array, "batch seq d_model"]:
    inv = jax.lax.rsqrt(jnp.mean(jnp.square(x), axis=-2, keepdims=True) + 1e-6)  # expect: cross-token-statistic
    return x * inv * w
