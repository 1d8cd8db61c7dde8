import torch

def forward(x):
    T, B, C = x.shape
    return (x - x.mean(-1, keepdim=True)) / x.std(-1, keepdim=True)
