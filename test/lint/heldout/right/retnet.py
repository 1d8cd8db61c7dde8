import torch.nn as nn

class RetNet(nn.Module):
    def __init__(self, heads, dim):
        super().__init__()
        self.group_norm = nn.GroupNorm(heads, dim)

    def forward(self, x):
        B, T, C = x.shape
        return self.group_norm(x.reshape(-1, C)).reshape(x.shape)
