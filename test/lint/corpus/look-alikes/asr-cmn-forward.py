import torch
from torch import nn


class SpeakerModel(nn.Module):
    def __init__(self, frontend, backbone):
        super().__init__()
        self.frontend, self.backbone = frontend, backbone

    def forward(self, speech):
        fbank_feats = self.frontend(speech)  # [B, T, F]
        fbank_feats = fbank_feats - fbank_feats.mean(dim=1, keepdim=True)
        return self.backbone(fbank_feats)


def collate(batch):
    out = []
    for log_mel in batch:
        # log_mel: [T, D]
        log_mel = log_mel - log_mel.mean(dim=0, keepdim=True)
        out.append(log_mel / log_mel.std(dim=0, keepdim=True))
    return nn.utils.rnn.pad_sequence(out, batch_first=True)


class FeatureNormalizer(nn.Module):
    def forward(self, input_features):
        # input_features: [B, T, C]
        mean = input_features.mean(dim=1, keepdim=True)
        return (input_features - mean) / input_features.std(dim=1, keepdim=True)
