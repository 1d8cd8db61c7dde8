import torch
import torchaudio
from torch import nn


class AddNoise(nn.Module):
    def __init__(self, snr, normalize=True):
        super().__init__()
        self.snr, self.normalize = snr, normalize

    def forward(self, waveforms, noise):
        """
        waveforms : [batch, time, channels]
        """
        noisy_waveform = waveforms.clone()
        # noisy_waveform: [batch, time, channels]
        noisy_waveform += noise * self.snr
        if self.normalize:
            abs_max, _ = torch.max(torch.abs(noisy_waveform), dim=1, keepdim=True)
            noisy_waveform = noisy_waveform / abs_max.clamp(min=1.0)
        return noisy_waveform


def save(wav, paths, rate=16000):
    for path, sample in zip(paths, wav):
        max_samp, _ = sample.abs().max(1)
        sample = sample / max_samp
        torchaudio.save(path, sample, rate)
