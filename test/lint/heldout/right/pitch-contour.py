import numpy as np


def normalise_pitch(f0, voiced):
    """Speaker-independent log F0; f0: [frames]"""
    log_f0 = np.log(np.where(voiced, f0, 1.0))
    mean, std = log_f0[voiced].mean(), log_f0[voiced].std()
    return np.where(voiced, (log_f0 - mean) / std, 0.0)


def energy_contour(mel):
    # mel: [frames, n_mels]
    energy = np.sqrt((np.exp(mel) ** 2).sum(axis=1))
    low, high = energy.min(), energy.max()
    return (energy - low) / (high - low)


def average_by_duration(values, durations):
    ends = np.cumsum(durations)
    return np.array([values[e - d : e].mean() if d else 0.0 for d, e in zip(durations, ends)])
