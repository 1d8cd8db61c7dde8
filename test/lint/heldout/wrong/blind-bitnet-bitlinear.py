# Adapted from the training tips of "The Era of 1-bit LLMs".
import torch
from torch import nn, Tensor
import torch.nn.functional as F


def activation_quant(x: Tensor) -> Tensor:
    """Quantisation to 8 bits. No grouping is needed.

    Args:
        x: activations, [batch, seq_len, dim]
    """
    scale = 127.0 / x.abs().max().clamp_(min=1e-5)  # expect: cross-token-statistic
    return (x * scale).round().clamp_(-128, 127) / scale


def weight_quant(w: Tensor) -> Tensor:
    scale = 1.0 / w.abs().mean().clamp_(min=1e-5)
    return (w * scale).round().clamp_(-1, 1) / scale


class BitLinear(nn.Linear):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.norm = nn.RMSNorm(self.in_features)

    def forward(self, x):
        x = self.norm(x)
        # straight-through
        xq = x + (activation_quant(x) - x).detach()
        wq = self.weight + (weight_quant(self.weight) - self.weight).detach()
        return F.linear(xq, wq, self.bias)


class BitAttention(nn.Module):
    def __init__(self, dim: int, heads: int):
        super().__init__()
        self.heads = heads
        self.qkv = BitLinear(dim, dim * 3, bias=False)
        self.out = BitLinear(dim, dim, bias=False)

    def forward(self, x):
        b, n, d = x.shape
        x = x - x.mean(-1)  # expect: missing-keepdim
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        q, k, v = (t.view(b, n, self.heads, d // self.heads).transpose(1, 2) for t in (q, k, v))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.out(y.transpose(1, 2).reshape(b, n, d))
