import torch.nn as nn

class Post(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.norm = nn.GroupNorm(num_groups=8, num_channels=d)  # expect: norm-over-tokens

    def forward(self, x):
        B, T, D = x.shape
        return self.norm(x.mT).mT
