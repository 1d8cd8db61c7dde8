"""Arguments that a helper passes on as they are."""
from torch import nn


def build_norm(name, *args, **kwargs):
    return getattr(nn, name)(*args, **kwargs)


class Wrapper(nn.Module):
    def __init__(self, **options):
        super().__init__()
        self.norm = nn.LayerNorm(options["shape"])


class Block(nn.Module):
    def __init__(self, num_tokens, embed_dim):
        super().__init__()
        self.norm = build_norm("LayerNorm", (num_tokens, embed_dim), eps=1e-6)  # expect: norm-over-tokens
        self.wrapped = Wrapper(shape=(num_tokens, embed_dim))  # expect: norm-over-tokens
        self.right = build_norm("LayerNorm", embed_dim, eps=1e-6)
