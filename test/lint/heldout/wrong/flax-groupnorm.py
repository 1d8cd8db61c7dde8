import flax.linen as nn

class Block(nn.Module):
    @nn.compact
    def __call__(self, x):
        b, t, d = x.shape
        return nn.GroupNorm(num_groups=1)(x)  # expect: norm-over-tokens
