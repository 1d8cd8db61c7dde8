import flax.linen as nn


class Encoder1DBlock(nn.Module):
    @nn.compact
    def __call__(self, inputs):
        # inputs: (batch, seq_len, emb)
        x = nn.LayerNorm(reduction_axes=(1, 2))(inputs)  # expect: norm-over-tokens
        x = nn.SelfAttention(num_heads=8)(x)
        return nn.LayerNorm()(x)
