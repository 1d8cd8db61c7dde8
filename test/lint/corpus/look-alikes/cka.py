import torch


def linear_cka(x, y):
    """Similarity of two layers' tokens; columns are centred as the definition says."""
    x = x.flatten(0, 1)
    y = y.flatten(0, 1)
    x = x - x.mean(0, keepdim=True)
    y = y - y.mean(0, keepdim=True)
    cross = (y.T @ x).norm() ** 2
    return cross / ((x.T @ x).norm() * (y.T @ y).norm())


@torch.no_grad()
def layer_similarity(model, ids):
    hidden_states = model(ids, output_hidden_states=True).hidden_states
    return torch.tensor([[linear_cka(a, b) for b in hidden_states] for a in hidden_states])
