import torch
import torch.nn as nn


class ChannelAttention(nn.Module):
    def forward(self, q, k, v):
        B, H, N, D = q.shape
        q = q.transpose(-2, -1)
        k = k.transpose(-2, -1)
        q = q / q.norm(dim=-1, keepdim=True)
        k = torch.nn.functional.normalize(k, dim=-1)
        return (q @ k.transpose(-2, -1)).softmax(-1) @ v
