import numpy as np

def normalize_dataset(X_train, X_test):
    n, t, f = X_train.shape
    mean = X_train.mean(axis=(0, 1), keepdims=True)
    std = X_train.std(axis=(0, 1), keepdims=True)
    return (X_train - mean) / std, (X_test - mean) / std
