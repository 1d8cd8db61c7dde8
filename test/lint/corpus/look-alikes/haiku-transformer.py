import haiku as hk
import jax
import jax.numpy as jnp


def layer_norm(x):
    return hk.LayerNorm(axis=-1, create_scale=True, create_offset=True)(x)


class Transformer(hk.Module):
    def __init__(self, heads, key_size, depth):
        super().__init__()
        self.heads, self.key_size, self.depth = heads, key_size, depth

    def __call__(self, embeddings, mask):
        batch, seq_len, width = embeddings.shape
        causal = jnp.tril(jnp.ones((1, 1, seq_len, seq_len)))
        h = embeddings
        for _ in range(self.depth):
            n = layer_norm(h)
            h = h + hk.MultiHeadAttention(self.heads, self.key_size, w_init_scale=2 / self.depth)(n, n, n, mask=mask * causal)
            h = h + hk.Linear(width)(jax.nn.gelu(hk.Linear(4 * width)(layer_norm(h))))
        return layer_norm(h)
