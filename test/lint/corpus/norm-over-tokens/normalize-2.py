import torch
import torch.nn.functional as F


class Head(torch.nn.Module):
    def forward(self, hidden):
        B, S, H = hidden.shape
        hidden = F.normalize(hidden)  # expect: norm-over-tokens
        return self.out(hidden)
