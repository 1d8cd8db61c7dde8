def f(embed, ids):
    h = embed(ids)  # (B, T, C)
    m = h.mean(1, keepdim=True)  # expect: cross-token-statistic
    return h - m
