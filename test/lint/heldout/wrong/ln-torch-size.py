import torch
import torch.nn as nn

def make(seq_len, d_model):
    return nn.LayerNorm(torch.Size([seq_len, d_model]))  # expect: norm-over-tokens
