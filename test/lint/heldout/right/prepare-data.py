import numpy as np

def prepare(data):
    n, t, f = data.shape
    mu = data.mean(axis=(0, 1))
    sd = data.std(axis=(0, 1))
    return (data - mu) / sd
