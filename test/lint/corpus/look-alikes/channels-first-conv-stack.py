import torch.nn as nn


def unit(c_in, c_out, stride):
    return nn.Sequential(
        nn.Conv1d(c_in, c_out, 15, stride=stride, padding=7),
        nn.GroupNorm(1, c_out),
        nn.PReLU(),
    )


class KeywordSpotter(nn.Module):
    """A ConvNet over the wave: no tokens, no mask."""

    def __init__(self, n_classes):
        super().__init__()
        self.body = nn.Sequential(unit(1, 32, 4), unit(32, 64, 4), unit(64, 128, 4))
        self.head = nn.Linear(128, n_classes)

    def forward(self, wave):
        x = self.body(wave.unsqueeze(1))
        return self.head(x.mean(dim=-1))
