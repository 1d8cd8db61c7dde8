import torch.nn as nn


class TokenMixer(nn.Module):
    def forward(self, x):
        # (batch, tokens, channels)
        y = x.transpose(1, 2)
        y = y - y.mean(1, keepdim=True)
        # (batch, tokens, channels)
        mean = y.mean(1, keepdim=True)
        return y - mean
