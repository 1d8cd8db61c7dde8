def norm(x):
    B, T, C = x.shape
    mean = x.mean(0, keepdim=True)  # expect: batch-statistic
    return x - mean
