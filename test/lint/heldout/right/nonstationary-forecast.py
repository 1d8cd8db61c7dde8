import torch
from torch import nn


class Forecaster(nn.Module):
    """Statistics of the input window are taken out and put back; tau and delta come from them."""

    def __init__(self, backbone, tau, delta, pred_len):
        super().__init__()
        self.backbone, self.tau_net, self.delta_net, self.pred_len = backbone, tau, delta, pred_len

    def forward(self, x_enc, x_mark_enc):
        raw = x_enc.clone().detach()
        mean_enc = x_enc.mean(1, keepdim=True).detach()
        x_enc = x_enc - mean_enc
        std_enc = torch.sqrt(torch.var(x_enc, dim=1, keepdim=True, unbiased=False) + 1e-5).detach()
        x_enc = x_enc / std_enc
        tau = self.tau_net(raw, std_enc).exp()
        delta = self.delta_net(raw, mean_enc)
        y = self.backbone(x_enc, x_mark_enc, tau, delta)
        return (y * std_enc + mean_enc)[:, -self.pred_len :]
