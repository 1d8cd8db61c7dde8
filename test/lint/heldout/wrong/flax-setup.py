import flax.linen as nn

class Block(nn.Module):
    d: int

    def setup(self):
        self.norm = nn.RMSNorm(reduction_axes=1)  # expect: norm-over-tokens
        self.attn = nn.MultiHeadDotProductAttention(num_heads=8)

    def __call__(self, x, mask=None):
        return x + self.attn(self.norm(x), x, mask=mask)
