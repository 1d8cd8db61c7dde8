import torch
from torch.nn.utils.parametrizations import weight_norm


def normalise_weight(weight):
    out_f, in_f, k = weight.shape
    weight = weight - weight.mean(dim=(1, 2), keepdim=True)
    return weight / weight.norm(dim=(1, 2), keepdim=True)
