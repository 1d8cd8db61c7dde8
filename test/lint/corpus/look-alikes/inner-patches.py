import torch.nn as nn


class Block(nn.Module):
    def __init__(self, dim, pixels):
        super().__init__()
        self.norm = nn.LayerNorm(dim * pixels)

    def forward(self, pixel_embed, patch_embed):
        B, N, C = patch_embed.shape
        P, M, D = pixel_embed.shape
        y = pixel_embed.reshape(B, N - 1, -1)
        z = pixel_embed.reshape(B, N, -1)
        return self.norm(y), self.norm(z)
