import torch
from torch import nn


class SparseAutoencoder(nn.Module):
    """Reads residual activations [tokens, d_model]; the decoder's rows have unit norm."""

    def __init__(self, d_model, d_hidden):
        super().__init__()
        self.W_enc = nn.Parameter(torch.empty(d_model, d_hidden))
        self.W_dec = nn.Parameter(torch.empty(d_hidden, d_model))
        self.b_enc, self.b_dec = nn.Parameter(torch.zeros(d_hidden)), nn.Parameter(torch.zeros(d_model))

    @torch.no_grad()
    def normalise_decoder(self):
        self.W_dec.data = self.W_dec / self.W_dec.norm(dim=1, keepdim=True)

    def forward(self, x):
        latents = torch.relu((x - self.b_dec) @ self.W_enc + self.b_enc)
        return latents @ self.W_dec + self.b_dec, latents


def explained_variance(x, reconstruction):
    total = (x - x.mean(0)).pow(2).sum()
    return 1 - (x - reconstruction).pow(2).sum() / total
