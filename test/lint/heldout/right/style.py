import torch


def adain(content, style):
    b, c, h, w = content.shape
    c_mean = content.mean(dim=(2, 3), keepdim=True)
    c_std = content.std(dim=(2, 3), keepdim=True)
    return (content - c_mean) / c_std * style.std(dim=(2, 3), keepdim=True) + style.mean(dim=(2, 3), keepdim=True)
