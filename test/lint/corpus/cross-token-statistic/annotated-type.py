def f(x: "Tensor[batch, seq, dim]"):
    return x - x.mean(1, keepdim=True)  # expect: cross-token-statistic
