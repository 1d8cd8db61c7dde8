import torch
import torch.nn as nn


class Mix(nn.Module):
    def forward(self, x):
        B, N, C = x.shape
        pooled = x.mean(dim=1, keepdim=True)
        gate = torch.sigmoid(self.fc(pooled))
        x = x * gate
        return x + x.mean(1, keepdim=True)
