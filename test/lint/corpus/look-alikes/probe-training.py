import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def train_probe(hidden_states, labels, epochs=5):
    """A linear probe on cached activations: standardised over all tokens of the training set, as usual."""
    N, T, C = hidden_states.shape
    x = hidden_states.reshape(N * T, C)
    mean, std = x.mean(0), x.std(0)
    x = (x - mean) / std
    probe = nn.Linear(C, int(labels.max()) + 1)
    optimizer = torch.optim.Adam(probe.parameters())
    for _ in range(epochs):
        for xs, ys in DataLoader(TensorDataset(x, labels.flatten()), batch_size=256, shuffle=True):
            optimizer.zero_grad()
            nn.functional.cross_entropy(probe(xs), ys).backward()
            optimizer.step()
    return probe, mean, std
