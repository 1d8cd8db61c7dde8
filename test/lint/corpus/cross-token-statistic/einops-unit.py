from einops import reduce, repeat
import torch

def norm(h):
    mean = reduce(h, 'batch tokens dim -> batch () dim', 'mean')  # expect: cross-token-statistic
    return h - mean
