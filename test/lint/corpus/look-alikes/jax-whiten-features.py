import jax
import jax.numpy as jnp


def batch_features(rng, images, encoder, params):
    hidden = encoder(params, images)  # [batch, patches, dim]
    pooled = hidden.mean(axis=1)
    centred = pooled - pooled.mean(axis=0, keepdims=True)
    u, s, vt = jnp.linalg.svd(centred, full_matrices=False)
    return centred @ vt.T / s


def frechet(a, b):
    mu_a, mu_b = a.mean(axis=0), b.mean(axis=0)
    cov_a, cov_b = jnp.cov(a, rowvar=False), jnp.cov(b, rowvar=False)
    mean_term = jnp.sum((mu_a - mu_b) ** 2)
    return mean_term + jnp.trace(cov_a + cov_b - 2 * jax.scipy.linalg.sqrtm(cov_a @ cov_b).real)
