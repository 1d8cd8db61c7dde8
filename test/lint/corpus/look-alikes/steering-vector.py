import torch


@torch.no_grad()
def steering_vector(model, positive, negative, layer):
    """Difference of mean activations, scaled to unit length."""
    p = model.run(positive)[layer]  # [B, T, C]
    n = model.run(negative)[layer]
    vector = p.mean(dim=(0, 1)) - n.mean(dim=(0, 1))
    return vector / vector.norm()


def ablate(hidden_states, direction):
    projection = (hidden_states @ direction).unsqueeze(-1) * direction
    return hidden_states - projection
