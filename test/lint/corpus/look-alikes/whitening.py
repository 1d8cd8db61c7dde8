import torch

def whiten_embeddings(sentence_embeddings):
    n, d = sentence_embeddings.shape
    mu = sentence_embeddings.mean(dim=0, keepdim=True)
    cov = (sentence_embeddings - mu).T @ (sentence_embeddings - mu)
    return sentence_embeddings - mu, cov


def principal_parts(activations):
    n_tokens, d_model = activations.shape
    centred = activations - activations.mean(axis=0)
    return np.linalg.svd(centred, full_matrices=False)


def covariance(h):
    B, T, C = h.shape
    centred = h - h.mean(dim=1, keepdim=True)
    return centred.transpose(1, 2) @ centred / (T - 1)


def show(x):
    B, T, C = x.shape
    plt.hist(((x - x.mean(1, keepdims=True)) / x.std(1, keepdims=True)).ravel())
