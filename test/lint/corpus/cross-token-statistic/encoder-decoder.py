import torch
import torch.nn as nn


class Encoder(nn.Module):
    def forward(self, x):
        B, S, C = x.shape
        return x - x.mean(dim=1, keepdim=True)  # expect: cross-token-statistic


class Decoder(nn.Module):
    def forward(self, x, memory):
        B, T, C = x.shape
        tgt_mask = torch.ones(T, T).triu(1).bool()
        x = x - x.mean(dim=1, keepdim=True)  # expect: cross-token-statistic
        return x.masked_fill(tgt_mask[0, :, None], 0) + memory


class Seq2Seq(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = Encoder(), Decoder()

    def forward(self, source, target):
        return self.decoder(target, self.encoder(source))
