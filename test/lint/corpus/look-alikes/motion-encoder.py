import torch
from torch import nn


class MotionTransformer(nn.Module):
    """Joint positions relative to the skeleton's root; then a plain Transformer."""

    def __init__(self, joints, d_model, heads, depth):
        super().__init__()
        self.embed = nn.Linear(3 * joints, d_model)
        layer = nn.TransformerEncoderLayer(d_model, heads, batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, depth, norm=nn.LayerNorm(d_model))

    def forward(self, skeleton):
        B, T, J, _ = skeleton.shape
        root = skeleton[:, :, :1]
        relative = skeleton - root
        height = relative.norm(dim=-1).amax(dim=(1, 2)).view(B, 1, 1, 1)
        return self.encoder(self.embed((relative / height).flatten(2)))
