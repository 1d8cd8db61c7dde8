import torch

class Slots(torch.nn.Module):
    def step(self, attn, v):
        B, K, N = attn.shape
        attn = attn / attn.sum(dim=-1, keepdim=True)
        return attn @ v
