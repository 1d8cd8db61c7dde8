import numpy as np


def window_features(windows):
    """Skewness, kurtosis and crest factor of raw windows [windows, samples]."""
    mean = windows.mean(axis=1, keepdims=True)
    centred = windows - mean
    std = centred.std(axis=1, keepdims=True)
    z = centred / std
    rms = np.sqrt((windows**2).mean(axis=1))
    return np.stack([mean[:, 0], std[:, 0], (z**3).mean(axis=1), (z**4).mean(axis=1), np.abs(windows).max(axis=1) / rms], axis=1)


def autocorrelation(series, lags):
    x = series - series.mean()
    denominator = (x * x).sum()
    return np.array([(x[: len(x) - lag] * x[lag:]).sum() / denominator for lag in lags])
