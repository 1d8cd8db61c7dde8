import jax.numpy as jnp

def layer_norm(x, gamma, beta):
    """Normalise activations.

    Parameters
    ----------
    x : jnp.ndarray
        Shape (batch, seq_len, d_model).
    """
    mu = x.mean(axis=1, keepdims=True)  # expect: cross-token-statistic
    sd = x.std(axis=1, keepdims=True)  # expect: cross-token-statistic
    return gamma * (x - mu) / (sd + 1e-5) + beta
