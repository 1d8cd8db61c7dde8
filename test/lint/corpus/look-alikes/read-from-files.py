"""What a file holds is raw input, whatever it is called."""
import numpy as np
import pandas as pd

df = pd.read_csv("electricity.csv")
values = df.values.reshape(-1, 96, 7)  # (B, T, C)
values = (values - values.mean(axis=1, keepdims=True)) / (values.std(axis=1, keepdims=True) + 1e-6)


def windows_of(path):
    x = np.load(path)["x"].reshape(-1, 96, 7)  # (B, T, C)
    return (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)
