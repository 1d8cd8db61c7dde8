import torch.nn as nn


class TimeMix(nn.Module):
    def __init__(self, n_head, dim):
        super().__init__()
        self.ln_x = nn.GroupNorm(n_head, dim)
        self.output = nn.Linear(dim, dim)

    def forward(self, x, g):
        B, T, C = x.size()
        x = x.view(B * T, C)
        x = self.ln_x(x).view(B, T, C)
        return self.output(x * g)
