import torch


def vicreg(x, y):
    x = x - x.mean(dim=0)
    y = y - y.mean(dim=0)
    std_x = torch.sqrt(x.var(dim=0) + 0.0001)
    std_y = torch.sqrt(y.var(dim=0) + 0.0001)
    return torch.mean(torch.relu(1 - std_x)) + torch.mean(torch.relu(1 - std_y))
