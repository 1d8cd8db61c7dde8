"""Attention, row sums and relatives. Nothing in this file is a norm layer."""
import numpy as np


def softmax(x, axis=-1):
    x = x - x.max(axis=axis, keepdims=True)
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)


def attend(q, k, v, causal=False):
    """q, k, v: (B, T, D)"""
    B, T, D = q.shape
    scores = np.einsum("btd,bsd->bts", q, k) / np.sqrt(D)
    if causal:
        scores = np.where(np.tril(np.ones((T, T))), scores, -1e9)
    weights = softmax(scores)
    assert np.allclose(weights.sum(-1), 1)
    return weights @ v, weights


def linear_attention(q, k, v):
    """Katharopoulos et al.; the feature map is elu + 1."""
    phi = lambda z: np.where(z > 0, z + 1, np.exp(z))
    q, k = phi(q), phi(k)
    kv = np.einsum("btd,bte->bde", k, v)
    z = 1 / np.einsum("btd,bd->bt", q, k.sum(axis=1))
    return np.einsum("btd,bde,bt->bte", q, kv, z)


def pool_by_attention(x, w):
    # x (B, T, D), w (D,)
    s = softmax(x @ w, axis=1)
    return (s[..., None] * x).sum(axis=1)


def sinkhorn(log_alpha, n_iters=20):
    """log_alpha: (B, N, N)"""
    p = np.exp(log_alpha - log_alpha.max(axis=(1, 2), keepdims=True))
    for _ in range(n_iters):
        p = p / p.sum(axis=2, keepdims=True)
        p = p / p.sum(axis=1, keepdims=True)
    return p


def rollout(attentions):
    out = np.eye(attentions[0].shape[-1])
    for a in attentions:
        a = a.mean(axis=0) + np.eye(a.shape[-1])
        a = a / a.sum(axis=-1, keepdims=True)
        out = a @ out
    return out
