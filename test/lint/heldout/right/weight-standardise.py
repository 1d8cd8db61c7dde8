import torch

def weight_standardise(weight):
    out, inp, k = weight.shape
    mean = weight.mean(dim=(1, 2), keepdim=True)
    std = weight.std(dim=(1, 2), keepdim=True)
    return (weight - mean) / std
