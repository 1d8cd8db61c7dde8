import json
import torch


@torch.no_grad()
def export(model, ids, path):
    """Writes activations for a viewer in the browser, every channel in the range of its colour scale."""
    pages = []
    for name, h in model.activations(ids).items():
        B, T, C = h.shape
        low, high = h.amin(dim=1, keepdim=True), h.amax(dim=1, keepdim=True)
        scaled = (h - low) / (high - low).clamp(min=1e-6)
        pages.append({"name": name, "values": scaled[0].tolist()})
    with open(path, "w") as file:
        json.dump(pages, file)


def to_csv(h, path):
    tokens, channels = h.shape
    z = (h - h.mean(dim=0)) / h.std(dim=0)
    with open(path, "w") as file:
        for row in z.tolist():
            file.write(",".join(f"{value:.4f}" for value in row) + "\n")
