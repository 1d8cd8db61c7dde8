import lightning as L
import torch
from torch import nn


class LitGPT(L.LightningModule):
    def __init__(self, blocks, head, norm):
        super().__init__()
        self.blocks, self.head, self.norm = nn.ModuleList(blocks), head, norm

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x))

    def training_step(self, batch, index):
        x, labels = batch
        B, T, C = x.shape
        for i, block in enumerate(self.blocks):
            y = block(x)
            self.log(f"blocks/{i}/update", ((y - x).norm() / x.norm()))
            centred = y - y.mean(dim=1, keepdim=True)
            self.log(f"blocks/{i}/variance", centred.pow(2).mean())
            x = y
        loss = nn.functional.cross_entropy(self.head(self.norm(x)).flatten(0, 1), labels.flatten())
        self.log("loss", loss)
        return loss
