"""Streaming acoustic decoder: dilated causal convolutions, 20 ms latency budget."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class CausalConv1d(nn.Conv1d):
    def __init__(self, c_in, c_out, kernel_size, dilation=1, **kw):
        super().__init__(c_in, c_out, kernel_size, dilation=dilation, **kw)
        self.left = (kernel_size - 1) * dilation

    def forward(self, x):
        return super().forward(F.pad(x, (self.left, 0)))


class ResidualUnit(nn.Module):
    def __init__(self, channels: int, dilation: int, dropout: float = 0.1):
        super().__init__()
        self.net = nn.Sequential(
            CausalConv1d(channels, channels, 3, dilation=dilation),
            nn.GroupNorm(1, channels),  # expect: norm-over-tokens
            nn.GELU(),
            nn.Dropout(dropout),
            CausalConv1d(channels, channels, 1),
        )

    def forward(self, x):
        return x + self.net(x)


class AcousticDecoder(nn.Module):
    def __init__(self, n_phones=78, channels=384, n_mels=80, stacks=3):
        super().__init__()
        self.embed = nn.Embedding(n_phones, channels)
        self.prenet = CausalConv1d(n_mels, channels, 5)
        self.norm = nn.InstanceNorm1d(channels, affine=True)  # expect: norm-over-tokens
        self.units = nn.ModuleList(ResidualUnit(channels, 2 ** i) for _ in range(stacks) for i in range(5))
        self.post = CausalConv1d(channels, n_mels, 1)

    def forward(self, prev_mel, phones):
        """prev_mel: (B, n_mels, T) shifted right by one frame; phones: (B, T)."""
        h = self.prenet(prev_mel) + self.embed(phones).transpose(1, 2)
        h = self.norm(h)
        for u in self.units:
            h = u(h)
        return self.post(h)

    @torch.inference_mode()
    def generate(self, phones):
        mel = phones.new_zeros(phones.size(0), 80, 1, dtype=torch.float)
        for t in range(phones.size(1)):
            frame = self(mel, phones[:, : t + 1])[..., -1:]
            mel = torch.cat([mel, frame], -1)
        return mel[..., 1:]
