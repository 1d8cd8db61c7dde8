import torch.nn as nn

class ViTBlock(nn.Module):
    def __init__(self, img_size, patch_size, embed_dim, num_heads):
        super().__init__()
        num_patches = (img_size // patch_size) ** 2
        self.norm1 = nn.LayerNorm([num_patches, embed_dim])  # expect: norm-over-tokens
        self.attn = nn.MultiheadAttention(embed_dim, num_heads, batch_first=True)

    def forward(self, x):
        h = self.norm1(x)
        return x + self.attn(h, h, h)[0]
