def norm(x):
    B, T, C = x.shape
    flat = x.reshape(B, T * C)
    mean = flat.mean(dim=-1, keepdim=True)  # expect: cross-token-statistic
    return (flat - mean).view(B, T, C)
