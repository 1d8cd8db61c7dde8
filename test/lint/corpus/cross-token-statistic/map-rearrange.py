import torch, torch.nn as nn
class A(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.to_qkv = nn.Linear(dim, dim * 3)
        self.heads = heads
    def forward(self, x):
        x = (x - x.mean(dim=1, keepdim=True)) / x.std(dim=1, keepdim=True)  # expect: cross-token-statistic
        q, k, v = self.to_qkv(x).chunk(3, dim=-1)
        q, k, v = map(lambda t: rearrange(t, 'b n (h d) -> b h n d', h=self.heads), (q, k, v))
        return q @ k.transpose(-1, -2)
