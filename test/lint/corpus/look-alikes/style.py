def adain(content, style):
    B, C, H, W = content.shape
    flat = content.view(B, C, -1)
    mean = flat.mean(dim=2, keepdim=True)
    std = flat.std(dim=2, keepdim=True)
    return ((flat - mean) / std).view(B, C, H, W)
