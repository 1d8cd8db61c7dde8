import torch
import torch.nn.functional as F


def resample_abs_pos_embed(pos_embed, new_size, old_size, prefix=1):
    """pos_embed: [1, N, C]"""
    head, grid = pos_embed[:, :prefix], pos_embed[:, prefix:]
    C = pos_embed.shape[-1]
    grid = grid.reshape(1, old_size[0], old_size[1], C).permute(0, 3, 1, 2)
    before = grid.std()
    grid = F.interpolate(grid, size=new_size, mode="bicubic", antialias=True)
    grid = grid * (before / grid.std())
    grid = grid.permute(0, 2, 3, 1).flatten(1, 2)
    return torch.cat([head, grid], dim=1)


def centre_positions(pos_embed):
    _, N, C = pos_embed.shape
    return pos_embed - pos_embed.mean(dim=1, keepdim=True)
