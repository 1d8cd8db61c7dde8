def norm(x):
    B, T, C = x.shape
    axes = list(range(1, x.ndim))
    mean = x.mean(axes, keepdim=True)  # expect: cross-token-statistic
    return x - mean
