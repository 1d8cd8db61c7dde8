import numpy as np


def zero_mean_unit_variance(waveforms, attention_mask, padding=0.0):
    """Every waveform of the batch to mean zero and variance one, by its own length."""
    out = []
    for wave, length in zip(waveforms, attention_mask.sum(-1)):
        scaled = (wave - wave[:length].mean()) / np.sqrt(wave[:length].var() + 1e-7)
        scaled[length:] = padding
        out.append(scaled)
    return out


def log_mel(audio, filters, n_fft=400, hop=160):
    window = np.hanning(n_fft)
    frames = np.lib.stride_tricks.sliding_window_view(audio, n_fft)[::hop] * window
    power = np.abs(np.fft.rfft(frames)) ** 2
    mel = np.log10(np.maximum(power @ filters.T, 1e-10))
    mel = np.maximum(mel, mel.max() - 8.0)
    return (mel + 4.0) / 4.0
