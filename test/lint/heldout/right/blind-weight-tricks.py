"""Weight standardisation, spectral norm, weight norm, quantised weights."""
import torch
from torch import nn
import torch.nn.functional as F
from torch.nn.utils.parametrizations import spectral_norm, weight_norm


class WSConv1d(nn.Conv1d):
    def forward(self, x):
        w = self.weight
        mean = w.mean(dim=(1, 2), keepdim=True)
        std = w.std(dim=(1, 2), keepdim=True) + 1e-5
        return F.conv1d(x, (w - mean) / std, self.bias, self.stride, self.padding, self.dilation, self.groups)


class NormedLinear(nn.Linear):
    def forward(self, x):
        return F.linear(x, F.normalize(self.weight), self.bias)


class SNLinear(nn.Module):
    def __init__(self, d_in, d_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(d_out, d_in))
        self.register_buffer("u", F.normalize(torch.randn(d_out), dim=0))

    def forward(self, x):
        v = F.normalize(self.weight.t() @ self.u, dim=0)
        u = F.normalize(self.weight @ v, dim=0)
        sigma = u @ self.weight @ v
        return x @ (self.weight / sigma).t()


def quantise_weight(w, bits=4):
    scale = w.abs().amax(dim=1, keepdim=True) / (2 ** (bits - 1) - 1)
    return torch.round(w / scale) * scale


def build(d, depth):
    layers = []
    for _ in range(depth):
        layers += [spectral_norm(nn.Linear(d, d)), nn.LeakyReLU(0.2)]
    layers.append(weight_norm(nn.Linear(d, 1)))
    return nn.Sequential(*layers)


def clip_grad(params, max_norm):
    grads = [p.grad for p in params if p.grad is not None]
    total = torch.norm(torch.stack([g.norm() for g in grads]))
    for g in grads:
        g.mul_(max_norm / (total + 1e-6))
    return total


def muon_step(g, steps=5):
    a, b, c = 3.4445, -4.7750, 2.0315
    x = g / (g.norm() + 1e-7)
    for _ in range(steps):
        y = x @ x.T
        x = a * x + (b * y + c * y @ y) @ x
    return x
