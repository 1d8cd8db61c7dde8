import haiku as hk


class Layer(hk.Module):
    def __call__(self, x):
        # x has shape [B, T, D]
        norm = hk.RMSNorm(axis=1)  # expect: norm-over-tokens
        return norm(x)
