import torch.nn.functional as F


def forward(x):
    b, t, c = x.shape
    return F.layer_norm(x, x.shape[1:])  # expect: norm-over-tokens
