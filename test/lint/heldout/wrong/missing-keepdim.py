import torch


def centre(tokens):
    batch, seq_len, dim = tokens.shape
    return tokens - tokens.mean(-1)  # expect: missing-keepdim
