import torch
import torch.nn as nn
import torch.nn.functional as F


class SpectralLinear(nn.Module):
    def __init__(self, d_in, d_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(d_out, d_in) * 0.02)
        self.register_buffer("u", F.normalize(torch.randn(d_out), dim=0))

    def sigma(self):
        with torch.no_grad():
            v = F.normalize(self.weight.t() @ self.u, dim=0)
            self.u.copy_(F.normalize(self.weight @ v, dim=0))
        return self.u @ self.weight @ v

    def forward(self, x):
        # x: [B, T, C]
        weight = self.weight / self.sigma()
        return x @ weight.t()


class WeightNormedConv(nn.Conv1d):
    def forward(self, x):
        w = self.weight
        w = w - w.mean(dim=(1, 2), keepdim=True)
        w = w / (w.std(dim=(1, 2), keepdim=True) + 1e-5)
        return F.conv1d(x, w, self.bias, self.stride, self.padding)
