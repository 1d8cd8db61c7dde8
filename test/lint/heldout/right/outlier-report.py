import torch


@torch.no_grad()
def outlier_channels(model, loader, layer):
    """Channels whose largest value exceeds their spread by far; printed for every batch."""
    for batch in loader:
        h = model.hidden(batch, layer)
        B, T, C = h.shape
        z = (h - h.mean(dim=(0, 1), keepdim=True)) / h.std(dim=(0, 1), keepdim=True)
        worst = z.abs().amax(dim=(0, 1)).topk(5)
        print(worst.indices.tolist(), worst.values.tolist())


@torch.no_grad()
def massive_tokens(h, factor=100):
    B, T, C = h.shape
    median = h.abs().median()
    return ((h.abs() / median) > factor).nonzero()
