import equinox as eqx
import jax.numpy as jnp

class Encoder(eqx.Module):
    norm: eqx.nn.RMSNorm
    proj: eqx.nn.Linear

    def __call__(self, x):
        # x: (seq_len, dim)
        return self.norm(x)  # expect: norm-over-tokens

    def __init__(self, dim, key):
        self.norm = eqx.nn.RMSNorm(dim)
        self.proj = eqx.nn.Linear(dim, dim, key=key)
