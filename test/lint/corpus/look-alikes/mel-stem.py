import torch.nn as nn

class Stem(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.conv = nn.Conv1d(80, dim, 3, padding=1)
        self.norm = nn.LayerNorm(dim)

    def forward(self, mel):
        x = self.conv(mel).transpose(1, 2)
        return self.norm(x)
