import torch
import torchaudio


def level(waveform, target_db=-25.0):
    # waveform: [channels, time]
    rms = waveform.pow(2).mean(dim=-1, keepdim=True).sqrt()
    return waveform * (10 ** (target_db / 20)) / rms.clamp(min=1e-5)


class LogMel(torch.nn.Module):
    def __init__(self, sample_rate, n_mels):
        super().__init__()
        self.mel = torchaudio.transforms.MelSpectrogram(sample_rate, n_mels=n_mels)

    def forward(self, waveform):
        features = self.mel(waveform).clamp(min=1e-5).log()  # [B, n_mels, time]
        return (features - features.mean(dim=-1, keepdim=True)) / features.std(dim=-1, keepdim=True)
