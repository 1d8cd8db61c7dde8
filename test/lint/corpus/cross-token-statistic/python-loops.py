def layer_norm(x, seq_len, dim):
    for c in range(dim):
        total = 0.0
        for t in range(seq_len):
            total += x[t][c]  # expect: cross-token-statistic
        mean = total / seq_len
        for t in range(seq_len):
            x[t][c] = x[t][c] - mean
    return x
