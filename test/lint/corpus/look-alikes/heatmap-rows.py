import numpy as np


def to_colours(hidden_states):
    """RGB bytes of activations [tokens, channels] for a picture, stretched to the full range."""
    tokens, channels = hidden_states.shape
    scaled = (hidden_states - hidden_states.min()) / (hidden_states.max() - hidden_states.min() + 1e-9)
    grey = (255 * scaled).astype(np.uint8)
    return np.stack([grey, grey, grey], axis=-1)


def write_ppm(path, hidden_states):
    pixels = to_colours(hidden_states)
    with open(path, "wb") as file:
        file.write(b"P6 %d %d 255\n" % (pixels.shape[1], pixels.shape[0]))
        file.write(pixels.tobytes())
