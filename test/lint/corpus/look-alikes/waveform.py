def zero_mean_unit_var(waveform):
    return (waveform - waveform.mean()) / (waveform.var() + 1e-7) ** 0.5
