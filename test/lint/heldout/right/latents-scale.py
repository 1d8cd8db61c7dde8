import torch


class LatentScaler:
    """Constants of the data set bring latents [B, N, C] to unit variance before the diffusion Transformer."""

    def __init__(self, mean, std):
        self.mean, self.std = mean, std

    def encode(self, latents):
        return (latents - self.mean) / self.std

    def decode(self, latents):
        return latents * self.std + self.mean


@torch.no_grad()
def measure(vae, loader):
    total = squares = count = 0
    for images in loader:
        z = vae.encode(images).flatten(2).transpose(1, 2)  # [B, N, C]
        total, squares, count = total + z.sum((0, 1)), squares + z.pow(2).sum((0, 1)), count + z.shape[0] * z.shape[1]
    mean = total / count
    return LatentScaler(mean, (squares / count - mean.pow(2)).sqrt())
