import haiku as hk
import jax

def transformer(x, num_heads, mask):
    # x: [B, T, D]
    h = hk.LayerNorm(axis=[-2, -1], create_scale=True, create_offset=True, name="ln")(x)  # expect: norm-over-tokens
    h = hk.MultiHeadAttention(num_heads, 64, w_init_scale=0.1)(h, h, h, mask=mask)
    return x + h
