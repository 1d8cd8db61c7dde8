import torch


class Hessian:
    def __init__(self, columns):
        self.h = torch.zeros(columns, columns)
        self.n = 0

    def add(self, x):
        # x: [B, T, C]
        B, T, C = x.shape
        flat = x.reshape(-1, C).t()
        self.h *= self.n / (self.n + B)
        self.n += B
        self.h += (2 / self.n) * flat @ flat.t()

    def damped(self, ratio=0.01):
        diagonal = torch.diag(self.h)
        damp = ratio * diagonal.mean()
        return self.h + damp * torch.eye(len(self.h))


def scale_of(weight, maxq):
    low, high = weight.amin(1), weight.amax(1)
    scale = (high - low) / maxq
    return scale, torch.round(-low / scale)
