import torch
import torch.nn as nn

class AdaLN(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.to_scale = nn.Linear(dim, dim)

    def forward(self, x, cond):
        # x (B, N, C), cond (B, C)
        mu = x.mean(dim=1, keepdim=True)  # expect: cross-token-statistic
        sigma = x.std(dim=1, keepdim=True)  # expect: cross-token-statistic
        x = (x - mu) / (sigma + 1e-6)
        return x * (1 + self.to_scale(cond).unsqueeze(1))
