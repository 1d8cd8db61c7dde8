import jax.numpy as jnp


def variance_loss(z, gamma=1.0):
    std = jnp.sqrt(z.var(axis=0) + 1e-4)
    return jnp.maximum(gamma - std, 0).mean()


def covariance_loss(z):
    # z: [batch, dim]
    batch, dim = z.shape
    z = z - z.mean(axis=0)
    cov = z.T @ z / (batch - 1)
    off = cov - jnp.diag(jnp.diag(cov))
    return (off**2).sum() / dim


def vicreg(za, zb):
    invariance = ((za - zb) ** 2).mean()
    return 25 * invariance + 25 * (variance_loss(za) + variance_loss(zb)) + covariance_loss(za) + covariance_loss(zb)
