import torch
from torch import nn


class LSUV:
    """Layer-sequential unit variance: weights are divided by the deviation of what they put out, before training."""

    def __init__(self, model, batch):
        self.model, self.batch = model, batch

    @torch.no_grad()
    def run(self):
        for layer in self.model.modules():
            if not isinstance(layer, nn.Linear):
                continue
            out = {}
            handle = layer.register_forward_hook(lambda m, i, o: out.update(y=o))
            self.model(self.batch)
            handle.remove()
            y = out["y"]  # [B, T, C]
            layer.weight.data /= y.std()
            layer.bias.data -= y.mean(dim=(0, 1))
