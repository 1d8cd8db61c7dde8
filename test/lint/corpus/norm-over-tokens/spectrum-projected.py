import torch.nn as nn


class SpeechEncoder(nn.Module):
    def __init__(self, n_mels, width, layers):
        super().__init__()
        self.project = nn.Linear(n_mels, width)
        self.layers = nn.ModuleList([nn.TransformerEncoderLayer(width, 4, batch_first=True) for _ in range(layers)])

    def forward(self, mels):
        """mels: (batch, frames, n_mels)"""
        h = self.project(mels)
        for layer in self.layers:
            h = layer(h)
        return nn.LayerNorm(h.size()[1:]).to(h.device)(h)  # expect: norm-over-tokens
