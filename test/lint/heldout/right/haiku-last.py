import haiku as hk

def f(x):
    b, t, d = x.shape
    return hk.LayerNorm(axis=-1, create_scale=True, create_offset=True)(x)
