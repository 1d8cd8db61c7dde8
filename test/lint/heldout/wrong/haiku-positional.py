import haiku as hk

def block(x):
    # x: [batch, seq, dim]
    return hk.LayerNorm((0, 1), True, True)(x)  # expect: norm-over-tokens
