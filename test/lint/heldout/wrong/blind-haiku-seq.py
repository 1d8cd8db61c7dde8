"""Autoregressive sequence model; unbatched, vmapped by the trainer over the batch."""
import dataclasses
import haiku as hk
import jax
import jax.numpy as jnp


def layer_norm(x: jax.Array) -> jax.Array:
    """Applies a unique LayerNorm to x with default settings."""
    ln = hk.LayerNorm(axis=(0, 1), create_scale=True, create_offset=True)  # expect: norm-over-tokens
    return ln(x)


@dataclasses.dataclass
class Transformer(hk.Module):
    num_heads: int
    num_layers: int
    key_size: int
    name: str | None = None

    def __call__(self, embeddings: jax.Array, mask: jax.Array) -> jax.Array:
        # embeddings: [T, D], mask: [T]
        seq_len, model_size = embeddings.shape
        causal_mask = jnp.tril(jnp.ones((1, seq_len, seq_len)))
        mask = mask[None, None, :] * causal_mask

        h = embeddings
        for _ in range(self.num_layers):
            attn = hk.MultiHeadAttention(self.num_heads, self.key_size, w_init=hk.initializers.VarianceScaling(2.0))
            h_norm = layer_norm(h)
            h = h + attn(h_norm, h_norm, h_norm, mask=mask)
            h_norm = layer_norm(h)
            h = h + hk.Sequential([hk.Linear(4 * model_size), jax.nn.gelu, hk.Linear(model_size)])(h_norm)
        return layer_norm(h)
