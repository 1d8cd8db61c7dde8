"""CRNN text recogniser: conv features, BiLSTM, CTC. (company code, reviewed 2021-04)"""
import logging

import torch
from torch import nn

log = logging.getLogger(__name__)


class ConvStage(nn.Module):
    def __init__(self, c_in: int, c_out: int, pool) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(c_in, c_out, 3, padding=1, bias=False),
            nn.BatchNorm2d(c_out),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(pool),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.body(x)


class StyleNet(nn.Module):
    """Fast style transfer head, trained together with the recogniser for augmentation."""

    def __init__(self) -> None:
        super().__init__()
        self.c1 = nn.Conv2d(3, 32, 9, padding=4)
        self.in1 = nn.InstanceNorm2d(32, affine=True)
        self.ln = nn.LayerNorm([32, 64, 256])
        self.c2 = nn.Conv2d(32, 3, 9, padding=4)

    def forward(self, img: torch.Tensor) -> torch.Tensor:
        y = torch.relu(self.in1(self.c1(img)))
        return torch.tanh(self.c2(self.ln(y)))


class CRNN(nn.Module):
    def __init__(self, n_chars: int, hidden: int = 256) -> None:
        super().__init__()
        self.stages = nn.Sequential(
            ConvStage(3, 64, 2), ConvStage(64, 128, 2), ConvStage(128, 256, (2, 1)), ConvStage(256, 512, (2, 1)))
        self.rnn = nn.LSTM(512, hidden, num_layers=2, bidirectional=True)
        self.norm = nn.LayerNorm(2 * hidden)
        self.fc = nn.Linear(2 * hidden, n_chars + 1)

    def forward(self, img: torch.Tensor) -> torch.Tensor:
        img = (img - img.mean(dim=(1, 2, 3), keepdim=True)) / (img.std(dim=(1, 2, 3), keepdim=True) + 1e-5)
        f = self.stages(img)
        f = f.mean(dim=2)                # (B, C, W)
        f = f.permute(2, 0, 1)           # (W, B, C): time first
        out, _ = self.rnn(f)
        return self.fc(self.norm(out)).log_softmax(-1)
