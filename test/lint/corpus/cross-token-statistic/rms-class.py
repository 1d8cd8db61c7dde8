import torch
from torch import nn, Tensor


class RMS(nn.Module):
    def __init__(self, width: int, eps: float = 1e-6) -> None:
        super().__init__()
        self.eps = eps
        self.gain = nn.Parameter(torch.ones(width))

    def forward(self, h: Tensor) -> Tensor:
        n_batch, n_tok, width = h.size()
        power = h.square().mean(dim=(1, 2), keepdim=True)  # expect: cross-token-statistic
        return self.gain * h * torch.rsqrt(power + self.eps)
