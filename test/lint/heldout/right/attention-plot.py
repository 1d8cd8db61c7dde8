import matplotlib.pyplot as plt
import torch


def show_attention(weights, tokens, path):
    """weights: [heads, T, T]"""
    heads, T, _ = weights.shape
    shown = weights.mean(0)
    shown = (shown - shown.min()) / (shown.max() - shown.min())
    plt.imshow(shown.cpu().numpy(), cmap="viridis")
    plt.xticks(range(T), tokens, rotation=90)
    plt.savefig(path)


def show_norms(hidden_states, path):
    norms = hidden_states.norm(dim=-1)  # [B, T]
    relative = norms / norms.amax(dim=1, keepdim=True)
    plt.plot(relative.T.cpu().numpy())
    plt.savefig(path)
