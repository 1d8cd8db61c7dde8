"""W1.58A8 linear layer, adapted from the BitNet b1.58 tech report."""
import torch
from torch import nn, Tensor
import torch.nn.functional as F


def weight_quant(w: Tensor) -> Tensor:
    scale = 1.0 / w.abs().mean().clamp_(min=1e-5)
    return (w * scale).round().clamp_(-1, 1) / scale


def activation_quant(x: Tensor, bits: int = 8) -> Tensor:
    """x: (batch, tokens, features)"""
    qmax = 2 ** (bits - 1) - 1
    scale = qmax / x.abs().max().clamp(min=1e-5)  # expect: cross-token-statistic
    return (x * scale).round().clamp(-qmax - 1, qmax) / scale


class BitLinear(nn.Linear):
    def forward(self, x: Tensor) -> Tensor:
        x = F.layer_norm(x, (self.in_features,))
        x_q = x + (activation_quant(x) - x).detach()
        w_q = self.weight + (weight_quant(self.weight) - self.weight).detach()
        return F.linear(x_q, w_q, self.bias)


class BitMLP(nn.Module):
    def __init__(self, dim: int, hidden: int):
        super().__init__()
        self.fc1 = BitLinear(dim, hidden, bias=False)
        self.fc2 = BitLinear(hidden, dim, bias=False)

    def forward(self, x):
        return self.fc2(F.relu(self.fc1(x)).square())


class BitDecoderLayer(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = BitLinear(dim, dim * 3)
        self.o = BitLinear(dim, dim)
        self.mlp = BitMLP(dim, dim * 4)

    def forward(self, x):
        b, n, d = x.shape
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        q, k, v = (t.view(b, n, self.heads, -1).transpose(1, 2) for t in (q, k, v))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.o(y.transpose(1, 2).reshape(b, n, d))
        return x + self.mlp(x)
