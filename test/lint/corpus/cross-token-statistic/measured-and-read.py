import torch.nn as nn


class Logged(nn.Module):
    """What is logged is also what the next layer reads."""

    def __init__(self, dim, logger):
        super().__init__()
        self.linear = nn.Linear(dim, dim)
        self.logger = logger

    def forward(self, x):
        B, T, C = x.shape
        centred = x - x.mean(dim=1, keepdim=True)  # expect: cross-token-statistic
        self.logger.log({"spread": centred.norm().item()})
        return self.linear(centred)


class Pooled(nn.Module):
    def __init__(self, dim, classes):
        super().__init__()
        self.head = nn.Linear(dim, classes)

    def forward(self, x):
        B, T, C = x.shape
        unit = x / x.norm(dim=1, keepdim=True)  # expect: cross-token-statistic
        return self.head(unit.amax(dim=1))
