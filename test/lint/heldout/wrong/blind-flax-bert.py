from typing import Any, Callable

import flax.linen as nn
import jax.numpy as jnp


class MlpBlock(nn.Module):
    mlp_dim: int
    dtype: Any = jnp.float32
    dropout_rate: float = 0.1

    @nn.compact
    def __call__(self, inputs, *, deterministic):
        x = nn.Dense(self.mlp_dim, dtype=self.dtype)(inputs)
        x = nn.gelu(x)
        x = nn.Dropout(self.dropout_rate)(x, deterministic=deterministic)
        return nn.Dense(inputs.shape[-1], dtype=self.dtype)(x)


class Encoder1DBlock(nn.Module):
    """Transformer encoder layer.

    Attributes:
      mlp_dim: dimension of the mlp on top of attention block.
      num_heads: number of heads in nn.MultiHeadDotProductAttention
    """
    mlp_dim: int
    num_heads: int
    dtype: Any = jnp.float32

    @nn.compact
    def __call__(self, inputs, *, deterministic):
        assert inputs.ndim == 3, f"Expected (batch, seq, hidden) got {inputs.shape}"
        x = nn.LayerNorm(dtype=self.dtype, reduction_axes=(-2, -1))(inputs)  # expect: norm-over-tokens
        x = nn.MultiHeadDotProductAttention(num_heads=self.num_heads, dtype=self.dtype)(
            x, x, deterministic=deterministic)
        x = x + inputs
        y = nn.LayerNorm(dtype=self.dtype)(x)
        y = MlpBlock(mlp_dim=self.mlp_dim, dtype=self.dtype)(y, deterministic=deterministic)
        return x + y


class BertLike(nn.Module):
    vocab: int
    hidden: int
    layers: int

    @nn.compact
    def __call__(self, ids, train=False):
        h = nn.Embed(self.vocab, self.hidden)(ids)
        pe = self.param("pe", nn.initializers.normal(0.02), (1, ids.shape[1], self.hidden))
        h = h + pe
        for i in range(self.layers):
            h = Encoder1DBlock(4 * self.hidden, 8, name=f"layer_{i}")(h, deterministic=not train)
        h = nn.RMSNorm(reduction_axes=1)(h)  # expect: norm-over-tokens
        return nn.Dense(self.vocab)(h)
