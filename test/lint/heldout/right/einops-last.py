from einops import reduce

def f(x):
    m = reduce(x, "b t d -> b t 1", "mean")
    g = reduce(x, "b t d -> b d", "max")
    return x - m, g
