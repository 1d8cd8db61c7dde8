from einops import rearrange, reduce


def f(x):
    x = x - reduce(x, "b n c -> b n 1", "mean")
    pooled = reduce(x, "b n c -> b c", "mean")
    img = rearrange(x, "b (h w) c -> b c h w", h=14)
    img = img - reduce(img, "b c h w -> b 1 h w", "mean")
    return pooled, img
