"""Per-token functions, lifted with vmap. Also the MoE router and its losses."""
import jax
import jax.numpy as jnp
from jax import vmap


def rms_norm_vec(v, scale):
    """v: (dim,)"""
    return v * jax.lax.rsqrt(jnp.mean(v**2) + 1e-6) * scale


def layer_norm_vec(v, p):
    mean = v.mean()
    std = jnp.sqrt(((v - mean) ** 2).mean() + 1e-5)
    return (v - mean) / std * p["scale"] + p["offset"]


def attention(x, p):
    # x: (seq, dim)
    q, k, v = x @ p["wq"], x @ p["wk"], x @ p["wv"]
    s = q @ k.T / jnp.sqrt(q.shape[-1])
    s = jnp.where(jnp.tril(jnp.ones_like(s)) == 1, s, -1e30)
    s = s - s.max(axis=-1, keepdims=True)
    w = jnp.exp(s)
    return (w / w.sum(axis=-1, keepdims=True)) @ v @ p["wo"]


def router(x, w, k=2):
    """x: (tokens, dim) -> top-k gates and the load-balance loss of Switch."""
    probs = jax.nn.softmax(x @ w, axis=-1)
    gates, idx = jax.lax.top_k(probs, k)
    gates = gates / gates.sum(-1, keepdims=True)
    density = jax.nn.one_hot(idx[:, 0], w.shape[1]).mean(axis=0)
    balance = (density * probs.mean(axis=0)).sum() * w.shape[1]
    load = probs.sum(0)
    cv2 = load.var() / (load.mean() ** 2 + 1e-10)
    return gates, idx, balance + 0.01 * cv2


def block(x, p):
    h = vmap(layer_norm_vec, in_axes=(0, None))(x, p["ln"])
    x = x + attention(h, p["attn"])
    h = vmap(lambda t: rms_norm_vec(t, p["rms"]))(x)
    return x + jax.nn.silu(h @ p["up"]) @ p["down"]


batched_block = jax.jit(vmap(block, in_axes=(0, None)))


def perplexity(logits, targets, mask):
    ll = jnp.take_along_axis(jax.nn.log_softmax(logits), targets[..., None], -1)[..., 0]
    return jnp.exp(-(ll * mask).sum() / mask.sum())


def clip_by_global_norm(grads, max_norm):
    norm = jnp.sqrt(sum(jnp.sum(g**2) for g in jax.tree_util.tree_leaves(grads)))
    return jax.tree_util.tree_map(lambda g: g * jnp.minimum(1.0, max_norm / (norm + 1e-6)), grads)
