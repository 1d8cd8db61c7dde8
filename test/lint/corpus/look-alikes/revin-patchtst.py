import torch
from torch import nn


class PatchModel(nn.Module):
    """Instance norm of the raw series, undone on the forecast."""

    def __init__(self, seq_len, pred_len, patch_len, stride, d_model):
        super().__init__()
        self.patch_len, self.stride = patch_len, stride
        self.patch_num = (seq_len - patch_len) // stride + 1
        self.embed = nn.Linear(patch_len, d_model)
        layer = nn.TransformerEncoderLayer(d_model, 8, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 3)
        self.head = nn.Linear(self.patch_num * d_model, pred_len)

    def forward(self, series):
        # series: [B, L, M]
        mean = series.mean(dim=1, keepdim=True)
        std = series.std(dim=1, keepdim=True) + 1e-5
        z = ((series - mean) / std).permute(0, 2, 1)
        z = z.unfold(-1, self.patch_len, self.stride)
        B, M, N, P = z.shape
        z = self.encoder(self.embed(z).reshape(B * M, N, -1))
        y = self.head(z.reshape(B, M, -1)).permute(0, 2, 1)
        return y * std + mean
