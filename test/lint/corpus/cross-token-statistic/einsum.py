import jax.numpy as jnp
import torch
from einops import einsum


def centred(x):
    b, n, c = x.shape
    mean = torch.einsum("bnc->bc", x)[:, None] / n  # expect: cross-token-statistic
    rest = x - mean
    variance = torch.einsum("bnc,bnc->bc", rest, rest)[:, None] / n  # expect: cross-token-statistic
    return rest / torch.sqrt(variance + 1e-5)


def rms(x, scale):
    B, L, D = x.shape
    square = jnp.einsum("bld,bld->b", x, x) / (L * D)  # expect: cross-token-statistic
    return scale * x / jnp.sqrt(square[:, None, None] + 1e-6)


def named_axes(x, length):
    mean = einsum(x, "batch seq dim -> batch dim") / length  # expect: cross-token-statistic
    return x - mean[:, None, :]
