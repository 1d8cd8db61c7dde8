import torch.nn as nn


class UNetAttention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv = nn.Conv2d(c, c, 1)

    def forward(self, hidden_states):
        mean = hidden_states.mean(1, keepdim=True)
        return self.conv(hidden_states) + (hidden_states - mean)
