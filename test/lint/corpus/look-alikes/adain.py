import torch


def adain(content, style):
    c_mean = content.mean(dim=(2, 3), keepdim=True)
    c_std = content.std(dim=(2, 3), keepdim=True)
    s_mean = style.mean(dim=(2, 3), keepdim=True)
    return (content - c_mean) / c_std + s_mean
