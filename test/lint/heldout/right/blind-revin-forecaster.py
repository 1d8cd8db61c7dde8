"""Long-term forecasting with reversible instance normalisation (Kim et al., ICLR 2022)."""
import torch
import torch.nn as nn


class RevIN(nn.Module):
    def __init__(self, num_features: int, eps=1e-5, affine=True):
        super().__init__()
        self.eps = eps
        self.affine = affine
        if affine:
            self.affine_weight = nn.Parameter(torch.ones(num_features))
            self.affine_bias = nn.Parameter(torch.zeros(num_features))

    def forward(self, x, mode: str):
        if mode == 'norm':
            self._get_statistics(x)
            return self._normalize(x)
        return self._denormalize(x)

    def _get_statistics(self, x):
        dim2reduce = tuple(range(1, x.ndim - 1))
        self.mean = torch.mean(x, dim=dim2reduce, keepdim=True).detach()
        self.stdev = torch.sqrt(torch.var(x, dim=dim2reduce, keepdim=True, unbiased=False) + self.eps).detach()

    def _normalize(self, x):
        x = x - self.mean
        x = x / self.stdev
        if self.affine:
            x = x * self.affine_weight + self.affine_bias
        return x

    def _denormalize(self, x):
        if self.affine:
            x = (x - self.affine_bias) / (self.affine_weight + self.eps ** 2)
        return x * self.stdev + self.mean


class Model(nn.Module):
    def __init__(self, configs):
        super().__init__()
        self.revin = RevIN(configs.enc_in)
        self.embed = nn.Linear(configs.seq_len, configs.d_model)
        layer = nn.TransformerEncoderLayer(configs.d_model, configs.n_heads, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, configs.e_layers, norm=nn.LayerNorm(configs.d_model))
        self.head = nn.Linear(configs.d_model, configs.pred_len)

    def forward(self, x_enc):
        # x_enc: [Batch, Input length, Channel]
        x_enc = self.revin(x_enc, 'norm')
        h = self.encoder(self.embed(x_enc.permute(0, 2, 1)))
        out = self.head(h).permute(0, 2, 1)
        return self.revin(out, 'denorm')


class NonstationaryInput(nn.Module):
    """Series stationarisation as in the Non-stationary Transformer."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x_enc):
        means = x_enc.mean(1, keepdim=True).detach()
        x_enc = x_enc - means
        stdev = torch.sqrt(torch.var(x_enc, dim=1, keepdim=True, unbiased=False) + 1e-5)
        x_enc = x_enc / stdev
        return self.model(x_enc) * stdev + means
