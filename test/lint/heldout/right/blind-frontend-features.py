"""Feature extraction and augmentation for the recogniser."""
import random

import numpy as np
import torch
import torchaudio


class FbankExtractor:
    def __init__(self, sample_rate=16000, n_mels=80, global_stats=None):
        self.sr, self.n_mels = sample_rate, n_mels
        self.global_stats = global_stats

    def __call__(self, wav: torch.Tensor) -> torch.Tensor:
        # (1, samples) -> (T, n_mels)
        wav = wav / wav.abs().max().clamp(min=1e-6)
        feats = torchaudio.compliance.kaldi.fbank(wav * 32768, num_mel_bins=self.n_mels, sample_frequency=self.sr)
        if self.global_stats is not None:
            mean, std = self.global_stats
            return (feats - mean) / std
        return utterance_cmvn(feats)


def utterance_cmvn(feats: torch.Tensor, norm_vars: bool = True) -> torch.Tensor:
    """Cepstral mean and variance normalisation over the frames of an utterance."""
    feats = feats - feats.mean(dim=0, keepdim=True)
    if norm_vars:
        feats = feats / feats.std(dim=0, keepdim=True).clamp(min=1e-8)
    return feats


def zero_mean_unit_var(waveforms: list[np.ndarray]) -> list[np.ndarray]:
    return [(w - w.mean()) / np.sqrt(w.var() + 1e-7) for w in waveforms]


def spec_augment(feats, n_freq=2, F=27, n_time=2, T=40):
    out = feats.clone()
    fill = out.mean()
    frames, mels = out.shape
    for _ in range(n_freq):
        w = random.randint(0, F)
        s = random.randint(0, max(0, mels - w))
        out[:, s:s + w] = fill
    for _ in range(n_time):
        w = random.randint(0, min(T, frames // 5))
        s = random.randint(0, frames - w)
        out[s:s + w] = fill
    return out


def log_mel_whisper(magnitudes: torch.Tensor, filters: torch.Tensor) -> torch.Tensor:
    log_spec = torch.clamp(filters @ magnitudes, min=1e-10).log10()
    log_spec = torch.maximum(log_spec, log_spec.max() - 8.0)
    return (log_spec + 4.0) / 4.0


def add_noise(speech, noise, snr_db):
    """Mix at the given SNR; energies over the whole clip."""
    gain = speech.norm(p=2) / (noise.norm(p=2) * 10 ** (snr_db / 20))
    return speech + gain * noise
