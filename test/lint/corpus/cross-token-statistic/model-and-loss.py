import jax
import jax.numpy as jnp


def negative_log_likelihood(params, x, labels):
    # x: [B, T, C]
    h = x - x.mean(axis=1, keepdims=True)  # expect: cross-token-statistic
    logits = h @ params["head"]
    logp = jax.nn.log_softmax(logits)
    return -jnp.take_along_axis(logp, labels[..., None], axis=-1).mean()


def objective(params, x, labels):
    # x: [B, T, C]
    h = x / jnp.linalg.norm(x, axis=1, keepdims=True)  # expect: cross-token-statistic
    scores = jnp.maximum(h @ params["up"], 0) @ params["down"]
    return ((scores - labels) ** 2).mean()
