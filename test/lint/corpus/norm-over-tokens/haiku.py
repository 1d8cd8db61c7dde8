import haiku as hk


def forward(x):
    # x: [B, T, D]
    x = hk.LayerNorm(axis=(1, 2), create_scale=True, create_offset=True)(x)  # expect: norm-over-tokens
    return hk.LayerNorm(axis=-1, create_scale=True, create_offset=True)(x)
