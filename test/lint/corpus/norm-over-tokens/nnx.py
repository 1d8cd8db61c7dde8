from flax import nnx


class Encoder(nnx.Module):
    def __init__(self, d, rngs):
        self.attn = nnx.MultiHeadAttention(num_heads=4, in_features=d, rngs=rngs)
        self.norm = nnx.LayerNorm(d, reduction_axes=(1, 2), rngs=rngs)  # expect: norm-over-tokens

    def __call__(self, x):
        return x + self.attn(self.norm(x), decode=False)
