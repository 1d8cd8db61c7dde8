import torch
import matplotlib.pyplot as plt


@torch.no_grad()
def activation_map(model, ids, layer, path):
    store = {}
    handle = model.blocks[layer].register_forward_hook(lambda m, i, o: store.update(h=o))
    model(ids)
    handle.remove()
    h = store["h"]  # [B, T, C]
    low, high = h.amin(dim=1, keepdim=True), h.amax(dim=1, keepdim=True)
    shown = (h - low) / (high - low + 1e-8)
    fig, ax = plt.subplots()
    ax.imshow(shown[0].T.cpu().numpy(), aspect="auto")
    fig.savefig(path)
