def norm(x):
    B, T, C = x.shape
    mean = x.mean(1, keepdim=True)  # expect: cross-token-statistic
    var = (x ** 2).mean(1, keepdim=True) - mean ** 2  # expect: cross-token-statistic
    return (x - mean) * (var + 1e-5).rsqrt()
