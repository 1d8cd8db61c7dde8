"""Datasets of the vision-and-motion project."""
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from torch.utils.data import Dataset

IMAGENET_MEAN = np.array([0.485, 0.456, 0.406])
IMAGENET_STD = np.array([0.229, 0.224, 0.225])


def channel_stats(images):
    """images: (N, H, W, 3) uint8"""
    x = images.astype(np.float32) / 255.0
    return x.mean(axis=(0, 1, 2)), x.std(axis=(0, 1, 2))


class MotionDataset(Dataset):
    """Sensor windows; every recording is standardised over its time steps."""

    def __init__(self, root, window=128):
        self.items = []
        for path in sorted(Path(root).glob("*.csv")):
            rec = pd.read_csv(path).values.astype(np.float32)      # (time, sensors)
            rec = (rec - rec.mean(axis=0)) / (rec.std(axis=0) + 1e-8)
            n = len(rec) // window
            self.items.extend(rec[: n * window].reshape(n, window, -1))

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        seq = torch.from_numpy(self.items[i])
        seq = seq - seq.mean(dim=0, keepdim=True)
        return seq


class SkeletonDataset(Dataset):
    def __init__(self, arrays):
        data = np.stack(arrays)                      # (N, T, J*3)
        self.mu = data.mean(axis=(0, 1), keepdims=True)
        self.sigma = data.std(axis=(0, 1), keepdims=True)
        self.data = (data - self.mu) / self.sigma

    def __len__(self):
        return len(self.data)

    def __getitem__(self, i):
        return torch.tensor(self.data[i], dtype=torch.float32)


def preprocess(img):
    img = np.asarray(img, dtype=np.float32) / 255.0
    img = (img - IMAGENET_MEAN) / IMAGENET_STD
    lo, hi = img.min(), img.max()
    thumb = (img - lo) / (hi - lo)
    return img.transpose(2, 0, 1), thumb
