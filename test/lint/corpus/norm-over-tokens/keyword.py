import torch
from torch.nn import functional as F


def normalise(inputs, weight=None):
    """Args:
        inputs: tensor of shape [batch, seq, hidden]
    """
    return F.layer_norm(inputs, normalized_shape=inputs.shape[1:], weight=weight)  # expect: norm-over-tokens
