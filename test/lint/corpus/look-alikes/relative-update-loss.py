import torch


def drift(before, after):
    """How much a layer changes its tokens; a regulariser."""
    B, T, C = before.shape
    return ((after - before) / before.norm(dim=(1, 2), keepdim=True)).pow(2).sum()


def variance_penalty(h):
    B, T, C = h.shape
    centred = h - h.mean(dim=1, keepdim=True)
    return centred.pow(2).mean()


def step(model, batch, optimizer, weight=1e-3):
    logits, h = model(batch["ids"])
    loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), batch["labels"].flatten())
    loss = loss - weight * variance_penalty(h)
    loss.backward()
    optimizer.step()
    return loss.item()
