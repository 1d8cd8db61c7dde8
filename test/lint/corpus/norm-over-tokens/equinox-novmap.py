import equinox as eqx
import jax


class Block(eqx.Module):
    norm: eqx.nn.LayerNorm
    attn: eqx.nn.MultiheadAttention

    def __init__(self, dim, key):
        self.norm = eqx.nn.LayerNorm(dim)
        self.attn = eqx.nn.MultiheadAttention(4, dim, key=key)

    def __call__(self, x):
        h = self.norm(x)  # expect: norm-over-tokens
        return x + self.attn(h, h, h)
