import torch.nn as nn


class SE(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.fc = nn.Linear(dim, dim)

    def forward(self, x):
        B, N, C = x.shape
        s = x.mean(dim=1, keepdim=True)
        return x * self.fc(s).sigmoid()
