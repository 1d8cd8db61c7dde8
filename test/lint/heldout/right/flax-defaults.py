import flax.linen as nn

class Block(nn.Module):
    @nn.compact
    def __call__(self, x):
        b, t, d = x.shape
        y = nn.LayerNorm()(x)
        return nn.RMSNorm(reduction_axes=-1)(y)
