import numpy as np
import torch


def relative_error(a, b):
    """a, b: [batch, tokens, channels]"""
    batch, tokens, channels = a.shape
    scale = np.abs(b).max(axis=(1, 2), keepdims=True)
    return (np.abs(a - b) / scale).max()


def cosine_per_channel(a, b):
    a = a.reshape(-1, a.shape[-1])
    b = b.reshape(-1, b.shape[-1])
    a = a / np.linalg.norm(a, axis=0, keepdims=True)
    b = b / np.linalg.norm(b, axis=0, keepdims=True)
    return (a * b).sum(axis=0)


def main(x=np.random.randn(2, 7, 32).astype("float32")):
    y = torch.nn.LayerNorm(32)(torch.from_numpy(x)).detach().numpy()
    z = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5)
    print(relative_error(y, z), cosine_per_channel(y, z).min())
