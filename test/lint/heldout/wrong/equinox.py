import equinox as eqx
import jax


class Block(eqx.Module):
    attention: eqx.nn.MultiheadAttention
    norm: eqx.nn.LayerNorm

    def __init__(self, seq_len, dim, key):
        self.attention = eqx.nn.MultiheadAttention(4, dim, key=key)
        self.norm = eqx.nn.LayerNorm((seq_len, dim))  # expect: norm-over-tokens

    def __call__(self, x):
        return self.norm(x + self.attention(x, x, x))
