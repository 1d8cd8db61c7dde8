import numpy as np


def hartley(points):
    """Moves points [n, 2] to their centroid and to a mean distance of the root of two."""
    centre = points.mean(axis=0)
    shifted = points - centre
    distance = np.linalg.norm(shifted, axis=1).mean()
    s = np.sqrt(2) / distance
    T = np.array([[s, 0, -s * centre[0]], [0, s, -s * centre[1]], [0, 0, 1]])
    return shifted * s, T


def fundamental(a, b):
    a, ta = hartley(a)
    b, tb = hartley(b)
    rows = np.column_stack([b[:, :1] * a, b[:, :1], b[:, 1:] * a, b[:, 1:], a, np.ones(len(a))])
    f = np.linalg.svd(rows)[2][-1].reshape(3, 3)
    f = tb.T @ f @ ta
    return f / np.linalg.norm(f)
