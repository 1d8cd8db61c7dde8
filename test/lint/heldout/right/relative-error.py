def loss(pred, target):
    B, T, C = pred.shape
    err = (pred - target).abs()
    scale = target.abs().mean(dim=1, keepdim=True)
    return (err / scale).mean()
