import torch


def rescale_noise(noise_cfg, noise_text, guidance_rescale=0.7):
    """Rescales classifier-free guidance so that images are not over-exposed. [B, C, H, W]"""
    std_text = noise_text.std(dim=list(range(1, noise_text.ndim)), keepdim=True)
    std_cfg = noise_cfg.std(dim=list(range(1, noise_cfg.ndim)), keepdim=True)
    rescaled = noise_cfg * (std_text / std_cfg)
    return guidance_rescale * rescaled + (1 - guidance_rescale) * noise_cfg


def dynamic_threshold(sample, ratio=0.995, largest=1.0):
    batch, channels, height, width = sample.shape
    flat = sample.reshape(batch, -1)
    s = torch.quantile(flat.abs(), ratio, dim=1).clamp(min=1, max=largest).unsqueeze(1)
    return (flat.clamp(-s, s) / s).reshape(batch, channels, height, width)
