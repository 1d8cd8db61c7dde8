import torch


def forecast(self, x_enc, x_mark_enc):
    # x_enc: (batch, seq_len, channels)
    means = x_enc.mean(1, keepdim=True).detach()
    x_enc = x_enc - means
    stdev = torch.sqrt(torch.var(x_enc, dim=1, keepdim=True, unbiased=False) + 1e-5)
    x_enc = x_enc / stdev
    dec_out = self.encoder(x_enc)
    return dec_out * stdev + means
