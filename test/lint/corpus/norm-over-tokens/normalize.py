import torch.nn.functional as F


def f(hidden):
    bsz, seq_len, dim = hidden.shape
    a = F.normalize(hidden, dim=1)  # expect: norm-over-tokens
    b = F.normalize(hidden, p=2, dim=-1)
    c = F.normalize(hidden, 2, 1)  # expect: norm-over-tokens
    return a, b, c
