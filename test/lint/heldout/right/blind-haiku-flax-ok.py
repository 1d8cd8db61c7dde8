"""Two small towers, one in Haiku and one in Flax, to compare compile times."""
import flax.linen as fnn
import haiku as hk
import jax
import jax.numpy as jnp


class HkTower(hk.Module):
    def __init__(self, width, depth, heads, name=None):
        super().__init__(name=name)
        self.width, self.depth, self.heads = width, depth, heads

    def __call__(self, x):
        b, t, d = x.shape
        mask = jnp.tril(jnp.ones((1, 1, t, t)))
        for _ in range(self.depth):
            y = hk.LayerNorm(axis=-1, create_scale=True, create_offset=True)(x)
            x = x + hk.MultiHeadAttention(self.heads, d // self.heads, w_init_scale=1.0)(y, y, y, mask=mask)
            y = hk.RMSNorm(-1)(x)
            x = x + hk.nets.MLP([4 * d, d])(y)
        return hk.LayerNorm(-1, True, True)(x)


class FlaxTower(fnn.Module):
    width: int
    depth: int
    heads: int

    @fnn.compact
    def __call__(self, x):
        mask = fnn.make_causal_mask(x[..., 0])
        for _ in range(self.depth):
            y = fnn.LayerNorm(use_bias=False)(x)
            x = x + fnn.SelfAttention(self.heads)(y, mask=mask)
            y = fnn.LayerNorm(reduction_axes=-1, feature_axes=-1)(x)
            x = x + fnn.Dense(self.width)(fnn.gelu(fnn.Dense(4 * self.width)(y)))
        pooled = x.mean(axis=1)
        return fnn.GroupNorm(num_groups=8)(pooled)


def loss_fn(apply, params, batch):
    logits = apply(params, batch["x"])
    logits = logits - jax.nn.logsumexp(logits, axis=-1, keepdims=True)
    ce = -jnp.take_along_axis(logits, batch["y"][..., None], axis=-1)
    w = batch["weights"]
    w = w / w.sum(axis=1, keepdims=True)
    return (ce[..., 0] * w).sum(1).mean()
