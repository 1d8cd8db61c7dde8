import torch.nn as nn


class Classifier(nn.Module):
    def __init__(self, encoder, d_model, n_classes):
        super().__init__()
        self.encoder = encoder
        self.bn = nn.BatchNorm1d(d_model)
        self.fc = nn.Linear(d_model, n_classes)

    def forward(self, tokens):
        hidden = self.encoder(tokens)  # [B, T, C]
        vector = hidden[:, 0]
        return self.fc(self.bn(vector))


class Probe(nn.Module):
    """Linear probing of frozen features, with the batch norm of MAE's recipe."""

    def __init__(self, dim, n_classes):
        super().__init__()
        self.head = nn.Sequential(nn.BatchNorm1d(dim, affine=False, eps=1e-6), nn.Linear(dim, n_classes))

    def forward(self, hidden_states):
        return self.head(hidden_states.mean(dim=1))
