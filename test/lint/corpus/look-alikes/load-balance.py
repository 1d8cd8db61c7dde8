def aux_loss(gates, mask):
    B, T, E = gates.shape
    importance = gates.mean(dim=1)
    cv = importance.std(dim=-1) / importance.mean(dim=-1)
    return cv.mean()
