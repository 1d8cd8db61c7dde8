import torch
from torch import nn


def sample_wise_min_max(x, mask):
    maximum = torch.amax(x.masked_fill(~mask, 0), dim=(1, 2), keepdim=True)
    minimum = torch.amin(x.masked_fill(~mask, float("inf")), dim=(1, 2), keepdim=True)
    return (x - minimum) / (maximum - minimum + 1e-8)


class SSIMLoss(nn.Module):
    def __init__(self, ssim):
        super().__init__()
        self.ssim = ssim

    def forward(self, y_hat, y, mask):
        """
        Shapes:
            - y_hat: [B, T, D]
            - y: [B, T, D]
        """
        a, b = sample_wise_min_max(y_hat, mask), sample_wise_min_max(y, mask)
        return 1 - self.ssim(a, b)
