import torch


class SpecAugment(torch.nn.Module):
    def __init__(self, time_mask=40, freq_mask=27):
        super().__init__()
        self.time_mask, self.freq_mask = time_mask, freq_mask

    def forward(self, features):
        # features: [B, T, F]
        B, T, F = features.shape
        fill = features.mean(dim=(1, 2), keepdim=True)
        t = torch.randint(0, max(1, T - self.time_mask), (1,)).item()
        f = torch.randint(0, max(1, F - self.freq_mask), (1,)).item()
        out = features.clone()
        out[:, t : t + self.time_mask] = fill
        out[:, :, f : f + self.freq_mask] = fill
        return out


def mix_noise(clean, noise, snr_db):
    # waveforms: [B, T]
    clean_power = clean.pow(2).mean(dim=-1, keepdim=True)
    noise_power = noise.pow(2).mean(dim=-1, keepdim=True)
    return clean + noise * (clean_power / noise_power / 10 ** (snr_db / 10)).sqrt()
