import jax
import jax.numpy as jnp


def scale_by_trust_ratio(params, updates, eps=1e-6):
    def one(p, u):
        p_norm, u_norm = jnp.linalg.norm(p), jnp.linalg.norm(u)
        ratio = jnp.where((p_norm > 0) & (u_norm > 0), p_norm / (u_norm + eps), 1.0)
        return u * ratio

    return jax.tree_util.tree_map(one, params, updates)


def centralise(updates):
    return jax.tree_util.tree_map(
        lambda u: u - u.mean(axis=tuple(range(u.ndim - 1)), keepdims=True) if u.ndim > 1 else u, updates
    )


def agc(params, grads, clip=0.01):
    def one(p, g):
        p_norm = jnp.maximum(jnp.linalg.norm(p, axis=0, keepdims=True), 1e-3)
        g_norm = jnp.linalg.norm(g, axis=0, keepdims=True)
        return jnp.where(g_norm > clip * p_norm, g * clip * p_norm / g_norm, g)

    return jax.tree_util.tree_map(one, params, grads)
