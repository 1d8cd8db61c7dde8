from torch import nn


def build(cls, *sizes, **options):
    return cls(*sizes, **options)


class Block(nn.Module):
    def __init__(self, seq_len, d_model, *, axis=-1):
        super().__init__()
        self.positions = build(nn.Embedding, seq_len, d_model)
        self.norm = build(nn.LayerNorm, d_model, eps=1e-6)

    def forward(self, x, *rest, **named):
        B, T, C = x.shape
        return self.norm(x) - x.mean(dim=named.get("dim", -1), keepdim=True)
