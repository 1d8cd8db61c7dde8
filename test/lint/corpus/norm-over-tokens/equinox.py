import equinox as eqx
from jaxtyping import Array, Float


class Block(eqx.Module):
    norm: eqx.nn.LayerNorm

    def __init__(self, dim):
        self.norm = eqx.nn.LayerNorm(dim)

    def __call__(self, x: Float[Array, "seq dim"]):
        return self.norm(x)  # expect: norm-over-tokens
