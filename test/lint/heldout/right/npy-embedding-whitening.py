import numpy as np


def whiten(embeddings):
    """Sentence vectors to zero mean and unit covariance over the corpus. embeddings: [sentences, dims]."""
    centre = embeddings.mean(axis=0, keepdims=True)
    cov = np.cov((embeddings - centre).T)
    u, s, _ = np.linalg.svd(cov)
    return (embeddings - centre) @ (u / np.sqrt(s))


def all_but_the_top(vectors, k=3):
    vectors = vectors - vectors.mean(axis=0)
    _, _, vt = np.linalg.svd(vectors, full_matrices=False)
    return vectors - vectors @ vt[:k].T @ vt[:k]


def cosine(a, b):
    return (a / np.linalg.norm(a, axis=1, keepdims=True)) @ (b / np.linalg.norm(b, axis=1, keepdims=True)).T
