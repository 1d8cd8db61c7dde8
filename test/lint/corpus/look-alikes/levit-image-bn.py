import torch.nn as nn


class ConvBN(nn.Sequential):
    def __init__(self, c_in, c_out, kernel=1, stride=1, padding=0):
        super().__init__(nn.Conv2d(c_in, c_out, kernel, stride, padding, bias=False), nn.BatchNorm2d(c_out))


class EfficientAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = ConvBN(dim, 3 * dim)
        self.proj = ConvBN(dim, dim)

    def forward(self, x):
        B, C, H, W = x.shape
        q, k, v = self.qkv(x).view(B, 3, self.heads, C // self.heads, H * W).unbind(1)
        attn = (q.transpose(-2, -1) @ k * (C // self.heads) ** -0.5).softmax(dim=-1)
        return self.proj((v @ attn.transpose(-2, -1)).reshape(B, C, H, W))
