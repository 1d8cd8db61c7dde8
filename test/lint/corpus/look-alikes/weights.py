import torch.nn as nn
import torch.nn.functional as F


class WSConv(nn.Conv2d):
    def forward(self, x):
        w = self.weight
        mean = w.mean(dim=(1, 2, 3), keepdim=True)
        w = w - mean
        w = w / w.view(w.size(0), -1).std(dim=1).view(-1, 1, 1, 1)
        return F.conv2d(x, w)
