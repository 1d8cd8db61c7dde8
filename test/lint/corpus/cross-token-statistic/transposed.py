def norm(x):
    B, T, C = x.shape
    y = x.transpose(1, 2)
    y = y - y.mean(-1, keepdim=True)  # expect: cross-token-statistic
    return y.transpose(1, 2)
