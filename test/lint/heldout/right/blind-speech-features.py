"""Feature extraction for the ASR pipeline: log-mel, CMVN, spec-augment."""
import numpy as np
import torch
import torchaudio

FRAME_SHIFT_MS = 10


def cmvn(feats: np.ndarray, norm_vars: bool = True) -> np.ndarray:
    """Utterance level cepstral mean and variance normalisation; feats is (frames, n_mfcc)."""
    feats = feats - feats.mean(axis=0)
    if norm_vars:
        feats = feats / (feats.std(axis=0) + 1e-8)
    return feats


def sliding_cmvn(feats, window=300):
    T = feats.shape[0]
    out = np.empty_like(feats)
    for t in range(T):
        lo, hi = max(0, t - window // 2), min(T, t + window // 2)
        seg = feats[lo:hi]
        out[t] = (feats[t] - seg.mean(0)) / (seg.std(0) + 1e-8)
    return out


def peak_normalise(wav: torch.Tensor) -> torch.Tensor:
    return wav / wav.abs().max().clamp(min=1e-4)


class LogMel(torch.nn.Module):
    def __init__(self, sample_rate=16000, n_mels=80):
        super().__init__()
        self.mel = torchaudio.transforms.MelSpectrogram(sample_rate, n_fft=512, hop_length=160, n_mels=n_mels)

    def forward(self, wav):
        wav = wav - wav.mean(dim=-1, keepdim=True)
        mel = torch.log(self.mel(peak_normalise(wav)) + 1e-6)     # (B, n_mels, T)
        mean = mel.mean(dim=-1, keepdim=True)
        std = mel.std(dim=-1, keepdim=True)
        return (mel - mean) / (std + 1e-5)


def load_features(path):
    wav, sr = torchaudio.load(path)
    spec = LogMel(sr)(wav)
    return cmvn(spec[0].T.numpy())
