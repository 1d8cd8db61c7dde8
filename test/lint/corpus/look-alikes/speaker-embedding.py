import torch.nn as nn
import torch.nn.functional as F


class AcousticModel(nn.Module):
    """One vector for the speaker beside the embedded text."""

    def __init__(self, encoder, n_symbols, n_speakers, d_model):
        super().__init__()
        self.encoder = encoder
        self.symbols = nn.Embedding(n_symbols, d_model)
        self.emb_g = nn.Embedding(n_speakers, d_model)

    def forward(self, token_ids, sid, language_id):
        speaker = F.normalize(self.emb_g(sid))
        language = F.normalize(self.emb_g(language_id))
        x = self.symbols(token_ids) + speaker.unsqueeze(1) + language.unsqueeze(1)
        return self.encoder(x)
