from einops import reduce


def centre(seq):
    return seq - reduce(seq, "b n d -> b 1 1", "mean")  # expect: cross-token-statistic
