import torch
import torch.nn as nn


class RevIN(nn.Module):
    def forward(self, x_enc):
        # x_enc: [B, L, D]
        means = x_enc.mean(1, keepdim=True).detach()
        x_enc = x_enc - means
        stdev = torch.sqrt(torch.var(x_enc, dim=1, keepdim=True, unbiased=False) + 1e-5)
        return x_enc / stdev
