import torch


def quantise_keys(keys, bits=4, group=32):
    """KIVI: keys by channel within groups of positions that are complete, so nothing later changes them.

    keys: [B, H, T, D]
    """
    B, H, T, D = keys.shape
    blocks = keys.view(B, H, T // group, group, D)
    low, high = blocks.amin(3, keepdim=True), blocks.amax(3, keepdim=True)
    scale = (high - low) / (2**bits - 1)
    return ((blocks - low) / scale).round().to(torch.uint8), low, scale


def quantise_values(values, bits=4):
    low, high = values.amin(-1, keepdim=True), values.amax(-1, keepdim=True)
    scale = (high - low) / (2**bits - 1)
    return ((values - low) / scale).round().to(torch.uint8), low, scale
