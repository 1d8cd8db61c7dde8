def layer_norm(x, eps=1e-5):
    """x: list of T tokens, each a list of C floats"""
    T, C = len(x), len(x[0])
    out = [[0.0] * C for _ in range(T)]
    for c in range(C):
        mean = 0.0
        for t in range(T):
            mean += x[t][c]  # expect: cross-token-statistic
        mean /= T
        for t in range(T):
            out[t][c] = x[t][c] - mean
    return out
