import torch


def guided(model, x, t, text, null, scale, rescale=0.0):
    """Guidance; the standard deviation of an image's prediction is kept as it was. x: [B, C, H, W]"""
    cond, uncond = model(x, t, text), model(x, t, null)
    out = uncond + scale * (cond - uncond)
    factor = cond.std(dim=(1, 2, 3), keepdim=True) / out.std(dim=(1, 2, 3), keepdim=True)
    return out * (rescale * factor + 1 - rescale)


def noise_like(x, generator):
    noise = torch.randn(x.shape, generator=generator)
    return (noise - noise.mean()) / noise.std()
