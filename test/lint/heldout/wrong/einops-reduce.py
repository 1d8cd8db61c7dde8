from einops import reduce


def norm(x):
    mean = reduce(x, "b n c -> b 1 c", "mean")  # expect: cross-token-statistic
    var = reduce((x - mean) ** 2, "b n c -> b 1 c", "mean")  # expect: cross-token-statistic
    return (x - mean) / (var + 1e-5).sqrt()
