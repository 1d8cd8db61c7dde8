import numpy as np


def forward(x, gain, bias, eps=1e-5):
    mu = x.mean(-1, keepdims=True)
    rstd = 1 / np.sqrt(x.var(-1, keepdims=True) + eps)
    xhat = (x - mu) * rstd
    return gain * xhat + bias, (xhat, rstd, gain)


def backward(dy, cache):
    # dy: [B, T, C]
    xhat, rstd, gain = cache
    dgain = (dy * xhat).sum((0, 1))
    dbias = dy.sum((0, 1))
    dxhat = dy * gain
    dx = rstd * (dxhat - dxhat.mean(-1, keepdims=True) - xhat * (dxhat * xhat).mean(-1, keepdims=True))
    return dx, dgain, dbias


def gradient_error(analytic, numeric):
    return np.abs(analytic - numeric).max() / (np.abs(numeric).max() + 1e-12)
