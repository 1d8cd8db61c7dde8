import equinox as eqx
import jax


class Block(eqx.Module):
    norm: eqx.nn.LayerNorm
    attn: eqx.nn.MultiheadAttention

    def __init__(self, seq_len, dim, key):
        self.norm = eqx.nn.LayerNorm((seq_len, dim))  # expect: norm-over-tokens
        self.attn = eqx.nn.MultiheadAttention(4, dim, key=key)

    def __call__(self, x):
        h = self.norm(x)
        return x + self.attn(h, h, h)
