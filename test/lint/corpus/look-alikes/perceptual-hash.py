import numpy as np
from PIL import Image


def average_hash(path, size=8):
    pixels = np.asarray(Image.open(path).convert("L").resize((size, size)), dtype=float)
    return pixels > pixels.mean()


def contrast_stretch(image):
    # [H, W, C]
    low, high = np.percentile(image, (2, 98), axis=(0, 1), keepdims=True)
    return np.clip((image - low) / (high - low), 0, 1)


def grey_world(image):
    mean = image.mean(axis=(0, 1), keepdims=True)
    return image * mean.mean() / mean


def zca(patches):
    # [n, pixels]
    patches = patches - patches.mean(axis=0)
    u, s, _ = np.linalg.svd(patches.T @ patches / len(patches))
    return patches @ u @ np.diag(1 / np.sqrt(s + 1e-5)) @ u.T
