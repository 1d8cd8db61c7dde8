import torch
import torch.nn.functional as F


class Datastore:
    """Keys are hidden states of the training text, centred by their mean for a better search."""

    def __init__(self, keys, values):
        # keys: [n, dim]
        self.centre = keys.mean(0)
        self.keys, self.values = F.normalize(keys - self.centre, dim=1), values

    def probabilities(self, hidden_states, vocab, k=64, temperature=10.0):
        B, T, C = hidden_states.shape
        q = F.normalize(hidden_states.reshape(-1, C) - self.centre, dim=1)
        d, i = (q @ self.keys.t()).topk(k, dim=1)
        weights = (d * temperature).softmax(dim=1)
        p = torch.zeros(B * T, vocab).scatter_add(1, self.values[i], weights)
        return (p / p.sum(dim=1, keepdim=True)).view(B, T, vocab)
