"""Minimal decoder-only language model in pure JAX. No frameworks."""
import functools

import jax
import jax.numpy as jnp
from jax import random


def dense(params, x):
    return x @ params["w"] + params["b"]


def norm(params, x, eps=1e-5):
    # x: [batch, seq, d_model]
    mean = jnp.mean(x, axis=-2, keepdims=True)  # expect: cross-token-statistic
    var = jnp.var(x, axis=-2, keepdims=True)  # expect: cross-token-statistic
    return params["g"] * (x - mean) * jax.lax.rsqrt(var + eps) + params["b"]


def attention(params, x, n_heads):
    b, t, d = x.shape
    qkv = dense(params["qkv"], x).reshape(b, t, 3, n_heads, d // n_heads)
    q, k, v = jnp.moveaxis(qkv, 2, 0)
    logits = jnp.einsum("bthd,bshd->bhts", q, k) / jnp.sqrt(d // n_heads)
    mask = jnp.tril(jnp.ones((t, t), dtype=bool))
    logits = jnp.where(mask, logits, -1e30)
    w = jax.nn.softmax(logits, axis=-1)
    out = jnp.einsum("bhts,bshd->bthd", w, v).reshape(b, t, d)
    return dense(params["out"], out)


def block(params, x, n_heads):
    x = x + attention(params["attn"], norm(params["ln1"], x), n_heads)
    h = norm(params["ln2"], x)
    h = jax.nn.gelu(dense(params["up"], h))
    return x + dense(params["down"], h)


@functools.partial(jax.jit, static_argnums=2)
def forward(params, tokens, n_heads):
    x = params["wte"][tokens] + params["wpe"][: tokens.shape[1]]
    for p in params["blocks"]:
        x = block(p, x, n_heads)
    return norm(params["lnf"], x) @ params["wte"].T
