import torch


class DriftLogger:
    """How far tokens move from their own mean over training; kept as numbers."""

    def __init__(self):
        self.rows = []

    def __call__(self, module, args, output):
        x = output[0] if isinstance(output, tuple) else output
        B, T, C = x.shape
        centre = x.mean(dim=1, keepdim=True)
        spread = (x - centre).pow(2).sum(dim=-1).mean()
        total = x.pow(2).sum(dim=-1).mean()
        self.rows.append({"spread": spread.item(), "ratio": (spread / total).item()})
